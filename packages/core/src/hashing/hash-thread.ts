// A thread: started by path, never imported. It hashes files of the main thread, whose descriptors it shares.
import { parentPort } from 'node:worker_threads'
import { FileHasher } from './file-hasher.ts'
import type { HashAnswer, HashOrder } from './hash-orders.ts'

interface Hashing {
  readonly hasher: FileHasher
  problem?: string
}

const hashings = new Map<number, Hashing>()

parentPort?.on('message', (order: HashOrder) => {
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
