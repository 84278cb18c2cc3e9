import type { ConvertWarning } from '../../contracts/converter.ts'
import type { AttemptFacts, Claim, Phase } from '../../contracts/registry.ts'
import type { AttemptInfo } from '../events.ts'
import type { JobFolder } from '../temp-folders.ts'

/** What is known of an attempt while it runs. Phases fill it in; the outcome is told from it. */
export class ActiveJob implements AttemptInfo {
  claim: Claim
  phase: Phase = 'claimed'
  readonly startedAt = performance.now()
  /** When the phase began, on the clock of `performance`. */
  phaseStartedAt = this.startedAt
  readonly phases: Partial<Record<Phase, number>> = {}
  readonly facts: { -readonly [Name in keyof AttemptFacts]?: AttemptFacts[Name] } = {}
  warnings: readonly ConvertWarning[] = []
  metrics: Readonly<Record<string, number>> = {}
  readonly #controller = new AbortController()

  constructor(claim: Claim) {
    this.claim = claim
  }

  get file() {
    return this.claim.file
  }

  get attempt() {
    return this.claim.attempt
  }

  /** Aborts when this attempt must end: lost lease, or shutdown. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  abort(reason: Error): void {
    this.#controller.abort(reason)
  }

  /** Closes the timing of the current phase and opens the next. */
  enter(phase: Phase): void {
    const now = performance.now()
    if (this.phase !== 'claimed') this.phases[this.phase] = Math.round(now - this.phaseStartedAt)
    this.phaseStartedAt = now
    this.phase = phase
  }

  /** What is kept of the attempt, as it stands now. */
  closeFacts(): AttemptFacts {
    const phase = this.phase
    this.enter(phase)
    const details = { phases: this.phases, warnings: this.warnings, metrics: this.metrics }
    return { ...this.facts, phase, durationMs: Math.round(performance.now() - this.startedAt), details }
  }
}

/** A job with its private folder. */
export interface JobWithFolder {
  readonly job: ActiveJob
  readonly folder: JobFolder
}
