// A thread: started by path, never imported. It hashes files of the main thread, whose descriptors it shares.
import { parentPort } from 'node:worker_threads'
import { type FileDigests, FileHasher } from './file-hasher.ts'
import type { HashAnswer, HashOrder, HashRequest, HashResults } from './hash-orders.ts'
import { placeFileNow, readFileNow } from './small-file-now.ts'

interface Hashing {
  readonly hasher: FileHasher
  problem?: unknown
}

const hashings = new Map<number, Hashing>()

parentPort?.on('message', (order: HashOrder) => {
  if (order.kind === 'begin') hashings.set(order.id, { hasher: new FileHasher(order.file) })
  else if (order.kind === 'follow') follow(order.id, order.upTo)
  else parentPort?.postMessage(answer(order))
})

function follow(id: number, upTo: number): void {
  const hashing = hashings.get(id)
  if (hashing === undefined || hashing.problem !== undefined) return
  try {
    hashing.hasher.follow(upTo)
  } catch (error) {
    hashing.problem = error
  }
}

function answer(request: HashRequest): HashAnswer {
  const { id } = request
  try {
    return { id, result: resultOf(request) }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    return { id, problem: message, code }
  }
}

function resultOf(request: HashRequest): HashResults[HashRequest['kind']] {
  if (request.kind === 'place') return placeFileNow(request.file)
  if (request.kind === 'read') return readFileNow(request.file)
  const hashing = hashings.get(request.id)
  hashings.delete(request.id)
  return request.kind === 'digest' && hashing !== undefined ? digest(hashing) : undefined
}

function digest({ hasher, problem }: Hashing): FileDigests {
  if (problem !== undefined) throw problem
  return hasher.digest()
}
