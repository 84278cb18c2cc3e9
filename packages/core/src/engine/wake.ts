/** A bell: those who wait hear the next ring; a ring that nobody waited for is kept until somebody does. */
export class Wake {
  #rung = false
  #waiter: (() => void) | undefined

  ring(): void {
    this.#rung = true
    this.#waiter?.()
  }

  /** Resolves at the next ring, at once if it has rung since the last wait, or after `timeoutMs`. One waiter at a time. */
  async wait(timeoutMs?: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, Math.min(timeoutMs, 2 ** 31 - 1))
        this.#waiter = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#waiter = undefined
    }
    this.#rung = false
  }
}
