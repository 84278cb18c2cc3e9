import { Worker } from 'node:worker_threads'
import type { FileDigests, HashedFile } from './file-hasher.ts'
import type { HashAnswer, HashOrder, WrittenFile } from './hash-orders.ts'

const THREAD = new URL(import.meta.url.endsWith('.ts') ? './hash-thread.ts' : './hash-thread.js', import.meta.url)

/** The thread itself broke, or could not be started; with the file nothing is wrong. */
export class ThreadFault extends Error {
  override readonly name = 'ThreadFault'
}

/** Somebody who waits for the answer about a file. */
interface Waiting {
  resolve(digests: FileDigests | undefined): void
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
    const id = ++this.#lastId
    this.#open.add(id)
    this.#post({ kind: 'begin', id, file })
    return id
  }

  follow(id: number, upTo: number): void {
    if (this.#open.has(id)) this.#post({ kind: 'follow', id, upTo })
  }

  /** Ends it: after this nothing of the file is read any more. @returns its digests if they are asked for */
  async end(id: number, kind: 'digest' | 'drop'): Promise<FileDigests | undefined> {
    const problem = this.#broken.get(id)
    this.#broken.delete(id)
    if (problem !== undefined) throw problem
    return await this.#ask({ kind, id })
  }

  /** Writes bytes into a new file, and hashes them. */
  async write(file: WrittenFile): Promise<FileDigests> {
    const id = ++this.#lastId
    this.#open.add(id)
    const digests = await this.#ask({ kind: 'write', id, file })
    if (digests === undefined) throw new Error('the hashing thread gave no digests')
    return digests
  }

  #ask(order: HashOrder): Promise<FileDigests | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(order.id, { resolve, reject })
      this.#post(order)
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

  #take({ id, digests, problem, code }: HashAnswer): void {
    const waiting = this.#waiting.get(id)
    this.#close(id)
    if (problem === undefined) waiting?.resolve(digests)
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
