import { Worker } from 'node:worker_threads'
import type { HashedFile } from './file-hasher.ts'
import type { HashAnswer, HashOrder, HashRequest, HashResults, PlacedFile, ReadFile } from './hash-orders.ts'

const THREAD = new URL(import.meta.url.endsWith('.ts') ? './hash-thread.ts' : './hash-thread.js', import.meta.url)

/** The thread itself broke, or could not be started; with the file nothing is wrong. */
export class ThreadFault extends Error {
  override readonly name = 'ThreadFault'
}

/** Somebody who waits for the answer about a file. */
interface Waiting {
  resolve(result: HashAnswer['result']): void
  reject(error: Error): void
}

/**
 * The one hashing thread of this process: started with the first file, and no reason for the process to go on living
 * while no file is being hashed.
 */
class HashDesk {
  #thread: Worker | undefined
  #lastId = 0
  readonly #open = new Set<number>()
  readonly #waiting = new Map<number, Waiting>()
  /** Why files cannot be hashed that were begun before the thread broke. */
  #broken = new Map<number, Error>()

  begin(file: HashedFile): number {
    const id = this.#newId()
    this.#post({ kind: 'begin', id, file })
    return id
  }

  follow(id: number, upTo: number): void {
    if (this.#open.has(id)) this.#post({ kind: 'follow', id, upTo })
  }

  /** Ends it: after this nothing of the file is read any more. @returns its digests if they are asked for */
  async end<K extends 'digest' | 'drop'>(id: number, kind: K): Promise<HashResults[K]> {
    const problem = this.#broken.get(id)
    this.#broken.delete(id)
    if (problem !== undefined) throw problem
    return await this.#ask<K>({ kind, id })
  }

  async place(file: PlacedFile): Promise<HashResults['place']> {
    return await this.#ask<'place'>({ kind: 'place', id: this.#newId(), file })
  }

  async read(file: ReadFile): Promise<HashResults['read']> {
    return await this.#ask<'read'>({ kind: 'read', id: this.#newId(), file })
  }

  #newId(): number {
    const id = ++this.#lastId
    this.#open.add(id)
    return id
  }

  #ask<K extends HashRequest['kind']>(request: HashRequest): Promise<HashResults[K]> {
    return new Promise((resolve, reject) => {
      // The thread answers each request with what the table of results says.
      this.#waiting.set(request.id, { resolve: (result) => resolve(result as HashResults[K]), reject })
      this.#post(request)
    })
  }

  #post(order: HashOrder): void {
    this.#thread ??= this.#start()
    this.#thread.ref()
    this.#thread.postMessage(order)
  }

  #start(): Worker {
    // Nothing that the process was started with is of use there: no preloads, no environment.
    const thread = new Worker(THREAD, {
      name: 'hashing',
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 32 },
    })
    thread.on('message', (answer: HashAnswer) => this.#take(answer))
    thread.on('error', (error) => this.#breakDown(error))
    return thread
  }

  #take({ id, result, problem, code }: HashAnswer): void {
    const waiting = this.#waiting.get(id)
    this.#close(id)
    if (problem === undefined) waiting?.resolve(result)
    else waiting?.reject(Object.assign(new Error(problem), code === undefined ? {} : { code }))
  }

  #close(id: number): void {
    this.#waiting.delete(id)
    this.#open.delete(id)
    if (this.#open.size === 0) this.#thread?.unref()
  }

  /** The files in work are lost for it; the next file gets a new thread. */
  #breakDown(cause: Error): void {
    this.#thread = undefined
    const error = new ThreadFault('the hashing thread broke', { cause })
    for (const id of this.#open) {
      const waiting = this.#waiting.get(id)
      if (waiting === undefined) this.#broken.set(id, error)
      else waiting.reject(error)
    }
    this.#open.clear()
    this.#waiting.clear()
  }
}

/** Shared by all storages of the process. */
export const hashDesk = new HashDesk()
