import { errorCode, normalisePrefix, type Storage, toError } from '@rittdoc-batch/core'
import { CachedLook } from '../watch/cached-look.ts'
import type { WatchedParts, WatchedStorage } from '../watch/watched.ts'

/** Whether one thing that work needs can be reached. */
export interface ReadinessCheck {
  /** `registry`, or the id of a storage. */
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  /** What is wrong. */
  readonly reason?: string | undefined
}

/** Whether work can be done. */
export interface ReadinessReport {
  readonly ready: boolean
  readonly checks: readonly ReadinessCheck[]
}

/** How long a part may take to answer, in milliseconds. */
const DEADLINE_MS = 5_000
/** How long an answer is kept, in milliseconds: probes come often, and each asks a storage. */
const KEPT_MS = 10_000

/** Whether registry and storages can be reached; each asked at most every ten seconds, whoever probes. */
export class Readiness {
  readonly #looks: ReadonlyArray<CachedLook<ReadinessCheck>>

  constructor({ registry, storages = [] }: WatchedParts) {
    const asked = new Map(storages.map((place) => [`${place.storage.id} ${place.prefix}`, place]))
    this.#looks = [
      lookAt('registry', async () => void (await registry.lastRuns(1))),
      ...[...asked.values()].map((place) => lookAt(place.storage.id, () => beginListing(place))),
    ]
  }

  async report(): Promise<ReadinessReport> {
    const checks = await Promise.all(this.#looks.map((look) => look.get()))
    return { ready: checks.every(({ ok }) => ok), checks }
  }
}

function lookAt(name: string, look: () => Promise<void>): CachedLook<ReadinessCheck> {
  const asked = new CachedLook(look, { ageMs: 0, deadlineMs: DEADLINE_MS })
  const check = async (): Promise<ReadinessCheck> => {
    const started = performance.now()
    const reason = await asked.get().then(
      () => undefined,
      (error: unknown) => toError(error).message,
    )
    return { name, ok: reason === undefined, ms: Math.round(performance.now() - started), reason }
  }
  return new CachedLook(check, { ageMs: KEPT_MS, deadlineMs: DEADLINE_MS * 2 })
}

/** The first entry is enough. A folder that is not there yet is one that nobody has put a book into; its storage is. */
async function beginListing({ storage, prefix = '' }: WatchedStorage): Promise<void> {
  const folder = normalisePrefix(prefix)
  try {
    await firstEntry(storage, folder)
  } catch (error) {
    if (folder === '' || errorCode(error) !== 'not_found') throw error
    await firstEntry(storage, '')
  }
}

async function firstEntry(storage: Storage, folder: string): Promise<void> {
  for await (const _ of storage.list(folder, { signal: AbortSignal.timeout(DEADLINE_MS) })) return
}
