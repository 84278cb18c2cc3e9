/** How a processor is told to stop: first drain (claim nothing new, let jobs finish), then kill (end jobs now). */
export class Stopper {
  readonly #drain = new AbortController()
  readonly #kill = new AbortController()
  #timer: NodeJS.Timeout | undefined

  /** Aborts when nothing new may be begun. */
  get drain(): AbortSignal {
    return this.#drain.signal
  }

  /** Aborts when what runs must end now. */
  get kill(): AbortSignal {
    return this.#kill.signal
  }

  /** Drains at once and kills after `graceMs`; a later call can only make it sooner. */
  stop(graceMs: number): void {
    this.#drain.abort()
    clearTimeout(this.#timer)
    if (graceMs <= 0) this.#kill.abort()
    else this.#timer = setTimeout(() => this.#kill.abort(), graceMs).unref()
  }

  /** Ends the timer of a stop that is done. */
  dispose(): void {
    clearTimeout(this.#timer)
  }
}
