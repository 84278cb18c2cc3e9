import type { FileHandle } from 'node:fs/promises'
import { FollowingHash } from '@rittdoc-batch/core'
import { readRange } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import type { TransferPlan } from './transfer-plan.ts'
import { RequestWindow } from './window.ts'

/** What is read, and where it goes. */
export interface Reading {
  readonly handle: Buffer
  readonly sizeBytes: number
  readonly target: FileHandle
  readonly plan: TransferPlan
  /** Nothing is taken before this resolves; by then the first requests are on their way. */
  readonly ready: Promise<void>
  readonly signal?: AbortSignal | undefined
}

/** Some bytes of the file, and how many of them came. */
interface Chunk {
  readonly buffer: Buffer
  readonly offset: number
  readonly length: number
}

/**
 * Copies a remote file of a known size to a local one, hashing as it goes. @returns the SHA-256, or undefined when the
 * file ends before its size
 */
export async function readFile(session: SftpSession, reading: Reading): Promise<string | undefined> {
  const hash = new FollowingHash(reading.target, reading)
  try {
    return (await readChunks(session, reading, hash)) ? (await hash.digest()).sha256 : undefined
  } finally {
    await hash.close()
  }
}

/**
 * Many requests are under way at the same time; answers are taken in order.
 * @returns whether the file is as long as it should be
 */
async function readChunks(session: SftpSession, reading: Reading, hash: FollowingHash): Promise<boolean> {
  const { sizeBytes, target, plan, ready, signal } = reading
  const requests = new RequestWindow<Chunk>(plan.window)
  const free: Buffer[] = []
  let [asked, written] = [0, Promise.resolve()]
  try {
    while (asked < sizeBytes || !requests.isEmpty) {
      signal?.throwIfAborted()
      for (; asked < sizeBytes && !requests.isFull; asked += plan.chunkBytes) {
        const buffer = free.pop() ?? Buffer.allocUnsafe(Math.min(plan.chunkBytes, sizeBytes))
        requests.add(readChunk(session, reading, { buffer, offset: asked }))
      }
      await ready
      const { buffer, offset, length } = await requests.next()
      if (length < Math.min(plan.chunkBytes, sizeBytes - offset)) return false
      await written
      written = writeAll(target, buffer.subarray(0, length), offset).then(() => {
        hash.wrote(offset, length)
        free.push(buffer)
      })
      written.catch(() => {}) // awaited with the next one
    }
    await ready
    await written
    return true
  } finally {
    await requests.settle()
    await written.catch(() => {})
  }
}

/** Reads one chunk; a server may answer with less than was asked for, and is then asked for the rest. */
async function readChunk(
  session: SftpSession,
  { handle, sizeBytes, plan }: Reading,
  { buffer, offset }: { readonly buffer: Buffer; readonly offset: number },
): Promise<Chunk> {
  const wanted = Math.min(plan.chunkBytes, sizeBytes - offset)
  let length = 0
  while (length < wanted) {
    const rest = { offset: offset + length, length: wanted - length }
    const got = await readRange(session, handle, buffer.subarray(length, wanted), rest)
    if (got === 0) break
    length += got
  }
  return { buffer, offset, length }
}

/** One write call may write less than asked. */
async function writeAll(target: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await target.write(bytes, done, bytes.length - done, position + done)).bytesWritten
  }
}
