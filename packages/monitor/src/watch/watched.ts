import type { BatchProcessor, JobScheduler, Registry, RegistryStatistics, Storage } from '@rittdoc-batch/core'
import { CachedLook } from './cached-look.ts'
import { LiveState } from './live-state.ts'
import { type Hour, Throughput } from './throughput.ts'

/** A storage, and where in it books or packages lie. */
export interface WatchedStorage {
  readonly storage: Storage
  /** Prefix of the publishers' folders, empty or ending in `/`. @default '' */
  readonly prefix?: string | undefined
}

/** What is watched. */
export interface WatchedParts {
  readonly processor: Pick<BatchProcessor, 'events'>
  /** The registry of that processor, open. */
  readonly registry: Registry
  /** Storages that have to be reachable. @default none */
  readonly storages?: readonly WatchedStorage[] | undefined
  /** When runs take place. @default unknown: runs are started by somebody else */
  readonly scheduler?: Pick<JobScheduler, 'isRunning' | 'nextRunAt'> | undefined
}

/** How long counting and reading may take, in milliseconds. */
const DEADLINE_MS = 10_000
/** Counts are kept for so long, in milliseconds. */
const COUNTS_MS = 1_000

/** Hours that are shown. */
export const SHOWN_HOURS = 24

/** What is watched, with what is known of it: one for all that look. */
export class Watched {
  readonly parts: WatchedParts
  readonly live: LiveState
  /** Files by publisher and status. */
  readonly statistics: CachedLook<RegistryStatistics>
  /** The last {@link SHOWN_HOURS} hours. */
  readonly hours: CachedLook<Hour[]>
  /** When the oldest file that is due came due; undefined when none waits. */
  readonly oldestDue: CachedLook<Date | undefined>

  constructor(parts: WatchedParts) {
    const { processor, registry } = parts
    const throughput = new Throughput(registry)
    const look = { ageMs: COUNTS_MS, deadlineMs: DEADLINE_MS }
    this.parts = parts
    this.live = new LiveState(processor.events)
    this.statistics = new CachedLook(() => registry.statistics(), look)
    this.hours = new CachedLook(() => throughput.lastHours(SHOWN_HOURS), look)
    this.oldestDue = new CachedLook(() => this.#oldestDue(), look)
  }

  /** What is kept of the past, for a process that has just begun. */
  async readPast(): Promise<void> {
    const [run] = await this.parts.registry.lastRuns(1)
    this.live.lastRunAt ??= run?.finishedAt
  }

  /** Whether a page that is made now knows what happened until then, in milliseconds of `performance.now()`. */
  knows(until: number): boolean {
    return [this.statistics, this.hours, this.oldestDue].every((look) => look.knows(until))
  }

  /** Somebody has changed something: the next look counts anew, and pages are told. */
  noteChange(): void {
    this.statistics.forget()
    this.live.touch()
  }

  close(): void {
    this.live.close()
  }

  async #oldestDue(): Promise<Date | undefined> {
    const { registry, storages = [] } = this.parts
    const now = Date.now()
    const ids = new Set(storages.map(({ storage }) => storage.id))
    const due = await Promise.all([...ids].map((storage) => registry.nextDue({ storage })))
    const waiting = due.filter((date) => date !== undefined && date.getTime() <= now)
    return waiting.toSorted((a, b) => Number(a) - Number(b))[0]
  }
}
