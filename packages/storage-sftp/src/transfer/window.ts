/**
 * Requests under way, in the order in which they were sent. Whatever happens, {@link settle} waits for all of them, so
 * that nobody writes into a buffer or uses a handle that is gone.
 */
export class RequestWindow<T> {
  readonly #queue: Promise<T>[] = []
  readonly #size: number

  constructor(size: number) {
    this.#size = size
  }

  get isFull(): boolean {
    return this.#queue.length >= this.#size
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  add(request: Promise<T>): void {
    request.catch(() => {}) // its turn to be awaited may never come
    this.#queue.push(request)
  }

  /** The answer to the oldest request. The window must not be empty. */
  async next(): Promise<T> {
    const [oldest] = this.#queue
    if (oldest === undefined) throw new Error('Expected a request under way')
    try {
      return await oldest
    } finally {
      void this.#queue.shift()
    }
  }

  async settle(): Promise<void> {
    await Promise.allSettled(this.#queue)
  }
}
