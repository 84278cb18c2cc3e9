import type { BatchEmitter, FileRecord, FileResult, Phase, RunReport } from '@rittdoc-batch/core'

/** A book that is being worked on in this process. */
export interface RunningAttempt {
  readonly file: FileRecord
  readonly attempt: number
  readonly since: Date
  readonly phase: Phase
  /** How far the converter says it is, from 0 to 1. */
  readonly fraction: number | undefined
  /** What the converter says it does. */
  readonly step: string | undefined
}

/** A storage out of order. */
export interface Outage {
  readonly storage: string
  readonly since: Date
  readonly reason: string
}

/** `now`: what runs has changed. `changed`: what the registry tells has changed too. */
export type LiveChange = 'now' | 'changed'

/** What goes on in this process, as the engine's events tell it. */
export class LiveState {
  readonly startedAt = new Date()
  /** The run under way. */
  run: { readonly since: Date; readonly mode: RunReport['mode'] } | undefined
  /** Since when a scan goes on. */
  scanningSince: Date | undefined
  lastScanAt: Date | undefined
  lastCompletionAt: Date | undefined
  lastRunAt: Date | undefined
  readonly #running = new Map<number, RunningAttempt>()
  readonly #outages = new Map<string, Outage>()
  readonly #listeners = new Set<(change: LiveChange) => void>()
  readonly #subscriptions: readonly (() => void)[]

  constructor(events: BatchEmitter) {
    this.#subscriptions = [...this.#watchRuns(events), ...this.#watchAttempts(events)]
  }

  /** Books in work, the one begun first first. */
  get running(): readonly RunningAttempt[] {
    return [...this.#running.values()]
  }

  get outages(): readonly Outage[] {
    return [...this.#outages.values()]
  }

  /** Calls back at every change. @returns a function that ends it */
  onChange(listener: (change: LiveChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells that something has changed that no event tells, such as a publisher that was paused. */
  touch(): void {
    this.#tell('changed')
  }

  close(): void {
    for (const end of this.#subscriptions) end()
    this.#listeners.clear()
  }

  #watchRuns(events: BatchEmitter): (() => void)[] {
    return [
      events.on('runStarted', ({ mode }) => {
        this.run = { since: new Date(), mode }
        this.#tell('changed')
      }),
      events.on('runFinished', ({ report }) => {
        this.run = undefined
        this.lastRunAt = report.finishedAt
        if (report.outage === undefined) this.#outages.clear()
        this.#tell('changed')
      }),
      events.on('scanStarted', () => {
        this.scanningSince = new Date()
        this.#tell('now')
      }),
      events.on('scanFinished', ({ report }) => {
        this.scanningSince = undefined
        this.lastScanAt = report.finishedAt
        this.#tell('changed')
      }),
      events.on('publisherScanned', ({ added, changed }) => {
        if (added + changed > 0) this.#tell('changed')
      }),
      events.on('outage', ({ storage, error }) => {
        const since = this.#outages.get(storage)?.since ?? new Date()
        this.#outages.set(storage, { storage, since, reason: error.message })
        this.#tell('changed')
      }),
    ]
  }

  #watchAttempts(events: BatchEmitter): (() => void)[] {
    return [
      events.on('attemptStarted', ({ file, attempt }) => {
        const begun = { file, attempt, since: new Date(), phase: 'claimed' as const }
        this.#running.set(file.id, { ...begun, fraction: undefined, step: undefined })
        this.#tell('changed')
      }),
      events.on('phaseStarted', ({ file, phase }) => this.#update(file.id, { phase, fraction: undefined })),
      events.on('progress', ({ file, fraction, step }) => this.#update(file.id, { fraction, step })),
      events.on('leaseLost', ({ file }) => this.#end(file.id)),
      events.on('attemptFinished', ({ file, result }) => {
        this.#noteResult(result)
        this.#end(file.id)
      }),
    ]
  }

  #noteResult({ status }: FileResult): void {
    if (status !== 'completed') return
    this.lastCompletionAt = new Date()
    this.#outages.clear() // a package was read and written: the storages are there again
  }

  #update(id: number, to: Partial<RunningAttempt>): void {
    const known = this.#running.get(id)
    if (known === undefined) return
    this.#running.set(id, { ...known, ...to })
    this.#tell('now')
  }

  #end(id: number): void {
    this.#running.delete(id)
    this.#tell('changed')
  }

  #tell(change: LiveChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}
