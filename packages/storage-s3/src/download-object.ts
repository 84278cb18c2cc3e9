import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FollowingHash, type ObjectVersion, StorageError } from '@rittdoc-batch/core'
import type { CallContext } from './call-context.ts'
import { inParallel } from './in-parallel.ts'
import { type ByteRange, type RangeJob, readRange } from './read-range.ts'

/**
 * Size of the ranges of a large object, which are read side by side. Measured with 256 MB on a gateway of the same machine,
 * where the processor is the limit: with 4 to 32 MiB, and one to eight at a time, all need from 1.7 to 2.0 s. So nothing
 * speaks against four, which help where the line limits a single connection.
 */
const RANGE_BYTES = 16 * 1024 * 1024
const WORKERS = 4

/** Brings one version of an object to a local path, by way of a private file beside it. @returns the SHA-256 */
export async function downloadObject(context: CallContext, from: ObjectVersion, toFile: string): Promise<string> {
  const temporary = join(dirname(toFile), `.rittdoc-${randomBytes(9).toString('hex')}.part`)
  const target = await open(temporary, 'wx+', 0o600)
  try {
    const sha256 = await readVersion(context, from, target)
    await target.close()
    context.signal?.throwIfAborted()
    await rename(temporary, toFile)
    return sha256
  } catch (error) {
    await target.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
}

async function readVersion(context: CallContext, from: ObjectVersion, target: FileHandle): Promise<string> {
  const announced = /^"?([0-9a-f]{32})"?$/.exec(from.version)?.[1]
  const hash = new FollowingHash(target, { sizeBytes: from.sizeBytes, withMd5: announced !== undefined })
  try {
    const isPlain = await readRanges(context, { from, target, hash })
    const { sha256, md5 } = await hash.digest()
    if (announced === md5 || !isPlain) return sha256
  } finally {
    await hash.close()
  }
  const text = `Could not read ${from.key}: its bytes do not have the checksum that the service announces`
  throw new StorageError('corrupt', text, { key: from.key })
}

/** @returns whether an ETag that looks like the MD5 of the content is that */
async function readRanges(context: CallContext, job: Omit<RangeJob, 'range'>): Promise<boolean> {
  let isPlain = true
  const ranges = rangesOf(job.from.sizeBytes)
  await inParallel(ranges, { workers: WORKERS, signal: context.signal }, async (range, signal) => {
    const { isOpaque } = await readRange({ ...context, signal }, { ...job, range })
    if (isOpaque) isPlain = false
  })
  return isPlain
}

function rangesOf(sizeBytes: number): ByteRange[] {
  const ranges: ByteRange[] = []
  for (let start = 0; start === 0 || start < sizeBytes; start += RANGE_BYTES) {
    ranges.push({ start, length: Math.min(RANGE_BYTES, sizeBytes - start) })
  }
  return ranges
}
