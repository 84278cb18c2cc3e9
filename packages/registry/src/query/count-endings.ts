import type { AttemptEnding } from '@rittdoc-batch/core'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Queryable } from './query-files.ts'

/** Ways in which attempts end. */
const ENDINGS: readonly AttemptEnding[] = ['completed', 'failed', 'retry', 'released', 'lost']

/** Attempts that ended from one time on and before another: for each ending a range of an index. */
export async function countEndings(
  db: Pick<Queryable, 'build' | 'all'>,
  from: Date,
  to: Date,
): Promise<Record<AttemptEnding, number>> {
  const arms = ENDINGS.map((outcome) =>
    db.build
      .selectFrom('attempts')
      .select((eb) => [eb.val(outcome).as('outcome'), eb.fn.countAll<number>().as('attempts')])
      .where('outcome', '=', outcome)
      .where('finished_at', '>=', toTimestamp(from))
      .where('finished_at', '<', toTimestamp(to)),
  )
  const rows = await db.all(arms.reduce((all, arm) => all.unionAll(arm)))
  const counts = { completed: 0, failed: 0, retry: 0, released: 0, lost: 0 }
  for (const { outcome, attempts } of rows) counts[outcome] = attempts
  return counts
}
