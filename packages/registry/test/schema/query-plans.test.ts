import type { FileQuery } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import type { FileRegistry } from '../../src/index.ts'
import { CLAIM, RECORD, RECOVER, SETTLE } from '../../src/sqlite/hot-statements.ts'
import { catchStatements, explain } from '../support/caught-statements.ts'
import { claimOptions, facts, openRegistry, plainConnection, seen } from '../support/open-registry.ts'
import { slowSteps } from '../support/slow-steps.ts'

const FILTERS: FileQuery = {
  storage: 'file:///books',
  publisher: 'A',
  key: 'A/1.pdf',
  ids: Array.from({ length: 600 }, (_, i) => i + 1),
  code: 'input',
  search: '.pdf',
}

/** Every set of filters, each with none, one and two statuses. */
function everyQuery(): FileQuery[] {
  const names = Object.keys(FILTERS) as (keyof FileQuery)[]
  const sets = Array.from({ length: 2 ** names.length }, (_, set) => names.filter((_, i) => (set >> i) % 2 === 1))
  return sets.flatMap((set) => {
    const query = Object.fromEntries(set.map((name) => [name, FILTERS[name]]))
    return [query, { ...query, status: 'failed' as const }, { ...query, status: ['failed', 'completed'] as const }]
  })
}

/** Calls whatever builds its statements when it is called; with so many rows that queries need a second page. */
async function useEverything(registry: FileRegistry, path: string): Promise<void> {
  await registry.record(Array.from({ length: 620 }, (_, i) => seen(`A/${i}.pdf`)))
  plainConnection(path).exec("UPDATE files SET status = 'failed', error_code = 'input' WHERE id > 2")
  const [claim] = await registry.claim(claimOptions())
  if (claim) await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
  for (const ids of [undefined, [1, 2]]) await registry.nextDue({ storage: 'file:///books', ids })
  await registry.attempts(1)
  await registry.statistics()
  await registry.endings(new Date(0), new Date())
  await registry.lastFailures(10)
  await registry.pausePublisher('A')
  await registry.resumePublisher('A')
  await registry.noteRun({ id: 'r', owner: 'o', startedAt: new Date(), finishedAt: new Date(), report: {} })
  await registry.lastRuns(10)
  await registry.withDuty('scan', 'o', async () => {})
  for (const query of everyQuery()) {
    for (const order of ['id', 'newest'] as const) await Array.fromAsync(registry.query({ ...query, order }))
  }
  for (const query of everyQuery()) await registry.change(query, 'pending')
  for (const query of everyQuery()) await registry.change(query, 'forgotten')
}

test('every statement finds its rows by an index, in the order in which they are wanted', async () => {
  const caught = catchStatements()
  const { registry, path } = await openRegistry()
  await useEverything(registry, path)
  const database = plainConnection(path)
  database.function('fold_text', (text) => text)
  const statements = new Set([...caught, ...[RECORD, CLAIM, RECOVER, SETTLE].flatMap((texts) => Object.values(texts))])
  const queries = [...statements].filter((text) => /^\s*(select|insert|update|delete|with)\b/i.test(text))
  expect(queries.filter((text) => /^(select|update|delete).* "files"/.test(text)).length).toBeGreaterThan(300)
  const slow = queries.flatMap((text) => slowSteps(text, explain(database, text)).map((step) => ({ step, text })))
  expect(slow).toEqual([])
}, 60_000)
