import type { FileHandle } from 'node:fs/promises'
import { writeAt } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import type { TransferPlan } from './transfer-plan.ts'
import { RequestWindow } from './window.ts'

/** What is written, and where it comes from. */
export interface Writing {
  readonly handle: Buffer
  readonly sizeBytes: number
  readonly source: FileHandle
  readonly plan: TransferPlan
  readonly signal?: AbortSignal | undefined
}

/**
 * Copies a local file of a known size to a remote one, with many requests under way at the same time.
 * @returns how many bytes there were to copy, which is less when the file has become shorter
 */
export async function writeFile(session: SftpSession, writing: Writing): Promise<number> {
  const { handle, sizeBytes, source, plan, signal } = writing
  const requests = new RequestWindow<Buffer>(plan.window)
  const free: Buffer[] = []
  let offset = 0
  try {
    while (offset < sizeBytes) {
      signal?.throwIfAborted()
      const buffer = free.pop() ?? Buffer.allocUnsafe(Math.min(plan.chunkBytes, sizeBytes))
      const { bytesRead } = await source.read(buffer, 0, Math.min(buffer.length, sizeBytes - offset), offset)
      if (bytesRead === 0) break
      requests.add(writeAt(session, handle, buffer.subarray(0, bytesRead), offset).then(() => buffer))
      offset += bytesRead
      if (requests.isFull) free.push(await requests.next())
    }
    while (!requests.isEmpty) await requests.next()
    return offset
  } finally {
    await requests.settle()
  }
}
