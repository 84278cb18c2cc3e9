import { type Life, runLife } from '../run-life.ts'
import type { World } from '../world/world.ts'
import { readState, type State } from './state.ts'
import { untilDue } from './until-due.ts'

/** What the next undisturbed run comes to, and what `verify` says after it. */
export interface Finish extends Omit<State, 'attempts' | 'retries'> {
  readonly code: number | null
  /** How many attempts completed a version. */
  readonly completed: number
  readonly verify: string
}

/** Lets a world live undisturbed once more, and compares registry and storage after it. */
export async function finish(world: World, before: readonly Life[]): Promise<Finish> {
  await untilDue(world)
  const last = await runLife(world)
  const verified = await runLife(world, { args: ['verify'] })
  const { attempts, rows, packages, findings, unfinished } = await readState(world, [...before, last, verified])
  const verify = verified.stdout.trim().split('\n').at(-1)?.split(': ').at(-1) ?? ''
  return { code: last.code, completed: attempts.completed ?? 0, rows, packages, findings, unfinished, verify }
}

/** What {@link finish} tells when every book of a world has its package, and nothing is left over. */
export function finished(books: number): Finish {
  return {
    ...{ code: 0, completed: books, rows: { completed: books }, packages: books },
    ...{ findings: [], unfinished: [], verify: 'nothing found' },
  }
}
