import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Place } from '../place/place.ts'
import { type Life, runLife } from '../run-life.ts'
import { type Finish, finish } from '../state/finish.ts'
import { readState } from '../state/state.ts'
import { untilDue } from '../state/until-due.ts'
import { makeWorld, type World, type WorldOptions } from '../world/world.ts'
import type { Tellable } from './chosen.ts'
import { type Line, type LineFault, openLine } from './line.ts'

/** One run under a fault, and what it must come to. */
export interface FaultyRun extends LineFault, Tellable {
  readonly name: string
  /** The fault begins when the run logs this. @default before it starts */
  readonly from?: RegExp | undefined
  /** The fault begins when the run comes to this point, as `writePoint` writes it. */
  readonly at?: string | undefined
  /** Exit code. */
  readonly code: number
  /** Something that it must say. */
  readonly says: RegExp
  /** Packages that stand after it. */
  readonly packages: number
}

/** A world that goes through faults, one run after the other, and then lives undisturbed. */
export interface FaultStory extends Pick<WorldOptions, 'name' | 'books'> {
  readonly runs: readonly FaultyRun[]
}

/** What came of it. */
export interface FaultTale {
  /** What was not as it must be, in words. */
  readonly wrong: readonly string[]
  readonly finish: Finish
}

/** The longest that a run may take, in milliseconds: a busy machine takes seconds to start one. */
const WITHIN_MS = 60_000
/** Deadlines short enough for tests. */
const PROCESSING = { storage_timeout_seconds: 3, transfer_timeout_seconds: 8, max_retries: 1 }

/** Tells a story, and what is wrong with it. No fault may cost a book anything. */
export async function playFaults(place: Place, { name, books, runs }: FaultStory): Promise<FaultTale> {
  const line = await openLine(place)
  const world = await makeWorld(place, {
    ...{ name: name.replaceAll(' ', '-'), books, converter: 'copy', processing: PROCESSING, through: line },
  })
  try {
    const [lives, wrong]: [Life[], string[]] = [[], []]
    for (const run of runs) {
      const life = await runUnder(world, line, run)
      lives.push(life)
      const problems = [...judge(life, run), ...(await judgeState(world, lives, run))]
      wrong.push(...problems.map((problem) => `${run.name}: ${problem}`))
    }
    await giveTime(world)
    return { wrong, finish: await finish(world, lives) }
  } finally {
    await world.remove()
    await line.close()
  }
}

/** A busy machine must not look like a storage that hangs. */
async function giveTime({ folder }: World): Promise<void> {
  const path = join(folder, 'config.yaml')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace(/("(?:storage|transfer)_timeout_seconds":)\d+/g, '$1600'))
}

async function runUnder(
  world: World,
  line: Line,
  { at, from = at === undefined ? undefined : /^AT /m, tcp, http }: FaultyRun,
): Promise<Life> {
  await untilDue(world)
  if (from === undefined) await line.strike({ tcp, http })
  const onLog = (text: string) => void (from?.test(text) && line.strike({ tcp, http }))
  const life = await runLife(world, { crashAt: at, crashSignal: 'tell', onLog })
  await line.lift()
  return life
}

function judge({ code, durationMs, stdout, stderr }: Life, run: FaultyRun): string[] {
  const text = stdout + stderr
  return [
    code !== run.code && `ended with code ${code} instead of ${run.code}:\n${text}`,
    durationMs > WITHIN_MS && `took ${Math.round(durationMs)} ms`,
    !run.says.test(text) && `does not say ${run.says}:\n${text}`,
  ].filter((problem) => problem !== false)
}

async function judgeState(world: World, lives: readonly Life[], run: FaultyRun): Promise<string[]> {
  const { attempts, retries, packages, findings } = await readState(world, lives)
  const costs = Object.keys(attempts).filter((outcome) => !/^(completed|released \w+)$/.test(outcome))
  return [
    packages !== run.packages && `${packages} packages stand instead of ${run.packages}`,
    (retries > 0 || costs.length > 0) && `it cost attempts: ${JSON.stringify(attempts)}`,
    ...findings.map(({ wrong, what }) => `${wrong}: ${what}`),
  ].filter((problem) => problem !== false)
}
