import type { FileRecord } from '../contracts/registry.ts'
import type { PassOver } from '../rules/pass-over.ts'
import type { EngineContext } from './context.ts'
import { BatchEmitter } from './events.ts'
import type { ScanReport } from './report.ts'
import { scan } from './scan/scan.ts'

/** One line of a dry run. */
export type PlanEntry =
  /** Would be converted. `wanted` is the output key that another file has already, where there is one. */
  | {
      readonly action: 'convert'
      readonly file: FileRecord
      readonly isNew: boolean
      readonly wanted?: string | undefined
    }
  /** Would not be taken. */
  | ({ readonly action: 'pass_over'; readonly publisher: string | undefined; readonly key: string } & PassOver)
  /** Could not be listed. */
  | { readonly action: 'fail'; readonly publisher: string | undefined; readonly error: Error }

/**
 * Scans for real, against a throw-away view of the registry: the same code decides as in a run, and nothing is kept.
 * Files that may still be uploading are shown as if they were finished.
 */
export async function plan(
  context: EngineContext,
  signal: AbortSignal,
  onEntry: (entry: PlanEntry) => void,
): Promise<ScanReport> {
  const startedAt = Date.now()
  const registry = await context.registry.rehearse({ signal, tempDir: context.temp.path })
  try {
    const events = new BatchEmitter()
    const wanted = new Map<string, string>()
    events.on('filePassedOver', (event) => onEntry({ action: 'pass_over', ...event }))
    events.on('scanFailed', ({ publisher, error }) => onEntry({ action: 'fail', publisher, error }))
    events.on('nameConflict', (conflict) => wanted.set(conflict.key, conflict.wanted))
    const report = await scan({ ...context, registry, events, minAgeMs: 0 }, { signal, onRecorded: () => {} })
    for await (const file of registry.query({ storage: context.storage.id, status: 'pending' }, { signal })) {
      const isNew = file.discoveredAt.getTime() >= startedAt - 1_000
      onEntry({ action: 'convert', file, isNew, wanted: wanted.get(file.key) })
    }
    return report
  } finally {
    await registry.close()
  }
}
