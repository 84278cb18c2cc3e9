import type { RunReport } from '@rittdoc-batch/core'
import { openLocalPlace } from '../place/local-place.ts'
import type { Place } from '../place/place.ts'
import type { Random } from '../random.ts'
import { runLife } from '../run-life.ts'
import { findMachineTraces } from '../traces/find-on-machine.ts'
import { makeWorld, type World } from '../world/world.ts'
import { damagedCopy, type SourceBook } from './source-book.ts'

/** Books of one run. */
const BATCH = 50
/** A book that needs more fails with another code than that of bad input. */
const LIMITS = { timeout_seconds: 60, memory_limit_mb: 600, max_retries: 0 }

/** What became of the damaged books. */
export interface MutatedVerdict {
  readonly completed: number
  /** Failed as bad input, with a reason. */
  readonly refused: number
  /** Everything that is not as it must be, for a person. */
  readonly problems: readonly string[]
  /** The books that took longest: name and seconds. */
  readonly slowest: readonly string[]
}

/**
 * Damages copies of good books at random, and puts them through the real command line: each has to become a package or to
 * fail as bad input, and nothing may be left behind. A seed makes the same books again.
 */
export async function runMutatedBooks(
  sources: readonly SourceBook[],
  count: number,
  random: Random,
): Promise<MutatedVerdict> {
  const place = await openLocalPlace()
  const verdicts: MutatedVerdict[] = []
  try {
    for (let first = 0; first < count; first += BATCH) {
      const copies = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => {
        const { name, bytes } = damagedCopy(random.pick(sources), first + i, random)
        return [`Damaged/${name}`, bytes] as const
      })
      verdicts.push(await runBatch(place, new Map(copies)))
    }
  } finally {
    await place.close()
  }
  return sum(verdicts)
}

async function runBatch(place: Place, books: ReadonlyMap<string, Buffer>): Promise<MutatedVerdict> {
  const world = await makeWorld(place, { name: 'mutated', books, converter: 'docbook', processing: LIMITS })
  try {
    return await judge(world)
  } finally {
    await world.remove()
  }
}

async function judge(world: World): Promise<MutatedVerdict> {
  const run = await runLife(world, { args: ['run', '--json'] })
  const { results } = JSON.parse(run.stdout) as RunReport
  const problems = [0, 3].includes(run.code ?? -1) ? [] : [`the run ended with code ${run.code}`]
  for (const { key, status, code, message } of results)
    if (status !== 'completed' && !(status === 'failed' && code === 'input'))
      problems.push(`${key}: ${code} ${message}`)
  const begun = new Set(results.map(({ key }) => key))
  for (const [key, bytes] of world.books)
    if (bytes.length > 0 && !begun.has(key)) problems.push(`${key}: was not begun`)
  const verify = await runLife(world, { args: ['verify'] })
  if (!verify.stdout.includes('nothing found')) problems.push(`verify: ${verify.stdout}`)
  problems.push(...(await findMachineTraces(world, [run.pid, verify.pid])).map(({ what }) => what))
  const slowest = results.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, 5)
  return {
    completed: results.filter(({ status }) => status === 'completed').length,
    refused: results.filter(({ code }) => code === 'input').length,
    problems,
    slowest: slowest.map(({ filename, durationMs }) => `${filename} ${(durationMs / 1000).toFixed(1)} s`),
  }
}

function sum(verdicts: readonly MutatedVerdict[]): MutatedVerdict {
  const seconds = (line: string) => Number(/ ([\d.]+) s$/.exec(line)?.[1])
  return {
    completed: verdicts.reduce((total, { completed }) => total + completed, 0),
    refused: verdicts.reduce((total, { refused }) => total + refused, 0),
    problems: verdicts.flatMap(({ problems }) => problems),
    slowest: verdicts
      .flatMap(({ slowest }) => slowest)
      .toSorted((a, b) => seconds(b) - seconds(a))
      .slice(0, 5),
  }
}
