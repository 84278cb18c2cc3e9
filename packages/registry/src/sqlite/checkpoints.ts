import { Worker } from 'node:worker_threads'

const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js',
  import.meta.url,
)

/**
 * Checkpoints of one database in a thread of their own: they mostly wait for the disk, and who records goes on meanwhile.
 * The thread starts with the first of them and is no reason for the process to go on living.
 */
export class Checkpoints {
  readonly #path: string
  #thread: Worker | undefined
  #isUnderWay = false
  #isOver = false

  constructor(path: string) {
    this.#path = path
  }

  /** Whether there can be any; when not, who writes makes them as SQLite does by itself. */
  get isPossible(): boolean {
    return !this.#isOver
  }

  /** Begins one, unless one is under way. */
  begin(): void {
    if (this.#isUnderWay || this.#isOver) return
    try {
      this.#thread ??= this.#start()
    } catch {
      this.#isOver = true // the process may start no threads
      return
    }
    this.#isUnderWay = true
    this.#thread.postMessage(true)
  }

  /** Ends the thread, after the checkpoint that is under way. */
  async end(): Promise<void> {
    const thread = this.#thread
    this.#thread = undefined
    this.#isOver = true
    if (thread === undefined) return
    thread.ref()
    await new Promise((resolve) => {
      thread.once('exit', resolve)
      thread.postMessage(false)
    })
  }

  #start(): Worker {
    const thread = new Worker(THREAD, { name: 'checkpoints', execArgv: [], env: {}, workerData: this.#path })
    thread.on('message', () => {
      this.#isUnderWay = false
    })
    thread.on('error', () => {}) // told by its exit
    thread.on('exit', () => {
      this.#thread = undefined
      this.#isOver = true
    })
    thread.unref()
    return thread
  }
}
