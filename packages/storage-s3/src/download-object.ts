import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type FileDigests,
  FollowingHash,
  type ObjectVersion,
  placeFile,
  SMALL_FILE_BYTES,
  StorageError,
  withSharedBlock,
} from '@rittdoc-batch/core'
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
  const temporary = join(dirname(toFile), `.rittdoc-${randomUUID()}.part`)
  try {
    if (from.sizeBytes < SMALL_FILE_BYTES) return await bringSmall(context, from, { temporary, path: toFile })
    const sha256 = await readLarge(context, from, temporary)
    context.signal?.throwIfAborted()
    await rename(temporary, toFile)
    return sha256
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function bringSmall(
  context: CallContext,
  from: ObjectVersion,
  paths: { readonly temporary: string; readonly path: string },
): Promise<string> {
  return withSharedBlock(async (block) => {
    const bytes = block.subarray(0, from.sizeBytes)
    const write = async (chunks: Buffer[], position: number) => {
      let end = position
      for (const chunk of chunks) end += chunk.copy(bytes, end)
    }
    const { isOpaque } = await readRange(context, { from, range: { start: 0, length: from.sizeBytes }, write })
    context.signal?.throwIfAborted()
    const placed = await placeFile({ ...paths, bytes, md5: isOpaque ? undefined : announcedMd5(from) })
    if (placed === undefined) throw wrongChecksum(from)
    return placed.sha256
  })
}

async function readLarge(context: CallContext, from: ObjectVersion, toFile: string): Promise<string> {
  const target = await open(toFile, 'wx+', 0o600)
  try {
    const withMd5 = announcedMd5(from) !== undefined
    const hash = new FollowingHash(target, { sizeBytes: from.sizeBytes, withMd5 })
    try {
      const isPlain = await readRanges(context, from, async (chunks, position, bytes) => {
        const { bytesWritten } = await target.writev(chunks, position)
        if (bytesWritten !== bytes) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
        hash.wrote(position, bytes)
      })
      return checked(from, await hash.digest(), isPlain)
    } finally {
      await hash.close()
    }
  } finally {
    await target.close()
  }
}

/** The MD5 that the ETag looks like. */
function announcedMd5(from: ObjectVersion): string | undefined {
  return /^"?([0-9a-f]{32})"?$/.exec(from.version)?.[1]
}

/** @throws `corrupt` when the bytes are not what the service announces */
function checked(from: ObjectVersion, { sha256, md5 }: FileDigests, isPlain: boolean): string {
  if (announcedMd5(from) === md5 || !isPlain) return sha256
  throw wrongChecksum(from)
}

function wrongChecksum({ key }: ObjectVersion): StorageError {
  const text = `Could not read ${key}: its bytes do not have the checksum that the service announces`
  return new StorageError('corrupt', text, { key })
}

/** @returns whether an ETag that looks like the MD5 of the content is that */
async function readRanges(context: CallContext, from: ObjectVersion, write: RangeJob['write']): Promise<boolean> {
  let isPlain = true
  const ranges = rangesOf(from.sizeBytes)
  await inParallel(ranges, { workers: WORKERS, signal: context.signal }, async (range, signal) => {
    const { isOpaque } = await readRange({ ...context, signal }, { from, range, write })
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
