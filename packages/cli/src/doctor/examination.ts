import { type ErrorCode, errorCode, TimeoutError, toError } from '@rittdoc-batch/core'

/** What a check is about; decides the exit code when it fails. */
export type Area = 'configuration' | 'machine' | 'registry' | 'converter' | 'storage'

/** One line of the examination. */
export interface Finding {
  readonly check: string
  readonly area: Area
  /** `warn`: a run works, but somebody should know. */
  readonly verdict: 'pass' | 'warn' | 'fail'
  /** What was found, and what to do about it. */
  readonly text: string
  /** Why it failed. */
  readonly code?: ErrorCode | undefined
  readonly ms: number
}

/** What a check found: a text when all is well, else what to be warned of. */
export type Found = string | { readonly warning: string }

/** Something to look at. */
export interface Check {
  readonly name: string
  readonly area: Area
  /** Added to the message when it fails: what to do, where the message does not say so. */
  readonly cure?: ((code: ErrorCode) => string | undefined) | undefined
  /** Rejects with what is wrong. */
  look(signal: AbortSignal): Promise<Found>
}

/** Who is told how an examination goes. */
export interface Watcher {
  begun(check: string): void
  /** Told once, for a check that takes long. */
  takesLong(check: string, limitSeconds: number): void
  found(finding: Finding): void
}

/** How long one check may take, in milliseconds. */
const CHECK_MS = 30_000
const LONG_MS = 3_000
/** How long a check may take to end once it is told to. */
const PATIENCE_MS = 2_000

/** Checks one thing after the other, each within a deadline. */
export class Examination {
  readonly findings: Finding[] = []
  readonly #watcher: Watcher
  readonly #stop: AbortSignal

  /** `stop` ends the check under way; those after it fail at once. */
  constructor(watcher: Watcher, stop: AbortSignal) {
    this.#watcher = watcher
    this.#stop = stop
  }

  /** Whether somebody has ended it. */
  get isStopped(): boolean {
    return this.#stop.aborted
  }

  /** @returns whether it did not fail */
  async check({ name, area, cure, look }: Check): Promise<boolean> {
    const started = performance.now()
    const end = (finding: Pick<Finding, 'verdict' | 'text' | 'code'>) => {
      this.add({ check: name, area, ms: Math.round(performance.now() - started), ...finding })
      return finding.verdict !== 'fail'
    }
    this.#watcher.begun(name)
    try {
      const found = await this.#inTime(name, look)
      return typeof found === 'string'
        ? end({ verdict: 'pass', text: found })
        : end({ verdict: 'warn', text: found.warning })
    } catch (error) {
      const code = errorCode(error)
      const text = [toError(error).message, cure?.(code)].filter((part) => part !== undefined).join('. ')
      return end({ verdict: 'fail', text, code })
    }
  }

  /** Adds what needed no look of its own. */
  add(finding: Finding): void {
    this.findings.push(finding)
    this.#watcher.found(finding)
  }

  async #inTime(name: string, look: Check['look']): Promise<Found> {
    this.#stop.throwIfAborted()
    const seconds = CHECK_MS / 1_000
    const own = new AbortController()
    const { promise: left, reject } = Promise.withResolvers<never>()
    const timers: NodeJS.Timeout[] = []
    const leave = (reason: Error) => {
      own.abort(reason)
      timers.push(setTimeout(() => reject(reason), PATIENCE_MS))
    }
    const onStop = () => leave(toError(this.#stop.reason))
    const late = new TimeoutError(`No answer within ${seconds} s`)
    timers.push(setTimeout(() => leave(late), CHECK_MS))
    timers.push(setTimeout(() => this.#watcher.takesLong(name, seconds), LONG_MS))
    this.#stop.addEventListener('abort', onStop, { once: true })
    try {
      return await Promise.race([look(own.signal), left])
    } catch (error) {
      throw own.signal.aborted ? own.signal.reason : error
    } finally {
      for (const timer of timers) clearTimeout(timer)
      this.#stop.removeEventListener('abort', onStop)
    }
  }
}
