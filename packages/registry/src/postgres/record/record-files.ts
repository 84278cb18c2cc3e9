import type { RecordOptions, RecordResult, SeenFile } from '@rittdoc-batch/core'
import { Recording } from '../../record/recording.ts'
import type { PostgresDatabase } from '../database.ts'
import { carryOut } from './carry-out.ts'
import { KnownState } from './known-state.ts'
import { PlannedRecordStore } from './planned-record-store.ts'

/** Records what was seen, in one transaction: read what is known, plan, learn what the plan did not know, write. */
export async function recordFiles(
  db: PostgresDatabase,
  files: readonly SeenFile[],
  options: RecordOptions,
): Promise<RecordResult> {
  if (files.length === 0) return { added: 0, changed: 0, unchanged: 0, requeued: 0, settling: [], conflicts: [] }
  const withSightings = (options.settleMs ?? 0) > 0
  return db.transaction(async (connection) => {
    const state = await KnownState.read(db, connection, { files, withSightings })
    for (;;) {
      const store = new PlannedRecordStore(state)
      const result = new Recording(store, options).record(files)
      if (store.needs === undefined) {
        await carryOut(db, connection, { plan: store.plan, now: state.now })
        return result
      }
      await state.learn(store.needs)
    }
  })
}
