import { setImmediate as letOthersRun } from 'node:timers/promises'
import type { AttemptEnding, Registry } from '@rittdoc-batch/core'

/** What came of the attempts of one hour. */
export interface Hour {
  readonly from: Date
  readonly endings: Readonly<Record<AttemptEnding, number>>
}

const HOUR_MS = 3_600_000
/** So long after its end an hour may still change: clocks of several machines differ a little. */
const LATE_MS = 60_000

/** Attempts per hour. Hours that are over never change, so each is counted once. */
export class Throughput {
  readonly #registry: Pick<Registry, 'endings'>
  readonly #past = new Map<number, Hour>()

  constructor(registry: Pick<Registry, 'endings'>) {
    this.#registry = registry
  }

  /** The last hours up to the one that is under way, the oldest first. */
  async lastHours(count: number, now = new Date()): Promise<Hour[]> {
    const current = Math.floor(now.getTime() / HOUR_MS)
    const hours: Hour[] = []
    for (let hour = current - count + 1; hour <= current; hour++) {
      hours.push(await this.#hour(hour, now))
      await letOthersRun() // a registry may answer without waiting for anything
    }
    for (const hour of this.#past.keys()) if (hour <= current - count) this.#past.delete(hour)
    return hours
  }

  async #hour(hour: number, now: Date): Promise<Hour> {
    const known = this.#past.get(hour)
    if (known !== undefined) return known
    const from = new Date(hour * HOUR_MS)
    const to = new Date(from.getTime() + HOUR_MS)
    const counted = { from, endings: await this.#registry.endings(from, to) }
    if (now.getTime() > to.getTime() + LATE_MS) this.#past.set(hour, counted)
    return counted
  }
}
