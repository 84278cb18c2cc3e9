// A thread: started by path, never imported. It hashes files of the main thread, whose descriptors it shares.
import { closeSync, openSync, writeSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { digestsOf, FileHasher } from './file-hasher.ts'
import type { HashAnswer, HashOrder, WrittenFile } from './hash-orders.ts'

interface Hashing {
  readonly hasher: FileHasher
  problem?: string
}

const hashings = new Map<number, Hashing>()

parentPort?.on('message', (order: HashOrder) => {
  if (order.kind === 'write') return void parentPort?.postMessage({ id: order.id, ...write(order.file) })
  if (order.kind === 'begin') return void hashings.set(order.id, { hasher: new FileHasher(order.file) })
  const hashing = hashings.get(order.id)
  if (hashing === undefined) return
  if (order.kind === 'follow') return follow(hashing, order.upTo)
  hashings.delete(order.id)
  const { hasher, problem } = hashing
  const digests = order.kind === 'digest' && problem === undefined ? hasher.digest() : undefined
  parentPort?.postMessage({ id: order.id, digests, problem } satisfies HashAnswer)
})

function follow(hashing: Hashing, upTo: number): void {
  if (hashing.problem !== undefined) return
  try {
    hashing.hasher.follow(upTo)
  } catch (error) {
    hashing.problem = error instanceof Error ? error.message : String(error)
  }
}

function write({ path, bytes, withMd5 }: WrittenFile): Omit<HashAnswer, 'id'> {
  try {
    const fd = openSync(path, 'wx', 0o600)
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
    } finally {
      closeSync(fd)
    }
    return { digests: digestsOf(bytes, withMd5) }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    return { problem: message, code }
  } finally {
    if (bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0) // else its memory is given back when the collector comes by
  }
}
