import { join, relative } from 'node:path'
import type { BenchRow } from '@rittdoc-batch/bench'
import { filesUnder } from './check/packages.ts'
import { ROOT } from './check/run-step.ts'

// Runs every bench of the packages and prints one table: ours beside the bare thing, measured in the same run.

type Bench = () => Promise<readonly BenchRow[]>

const wanted = process.argv.slice(2)
const rows: BenchRow[] = []
for (const file of filesUnder(join(ROOT, 'packages'), '.bench.ts')) {
  if (wanted.length > 0 && !wanted.some((word) => file.includes(word))) continue
  console.error(`running ${relative(ROOT, file)}`)
  const module = (await import(file)) as Record<string, unknown>
  const benches = Object.entries(module).filter(([name]) => name.startsWith('bench'))
  for (const [, bench] of benches) rows.push(...(await (bench as Bench)()))
}
console.table(rows)
process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1
