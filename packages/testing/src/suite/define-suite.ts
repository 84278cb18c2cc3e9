import { type Runner, testBody } from './runner.ts'

/** Cases that belong together, by title. */
export interface CaseGroup<Bench> {
  readonly title: string
  readonly cases: Readonly<Record<string, (bench: Bench) => Promise<void>>>
}

/** What one case works with: made anew for each, and taken down after it. */
export interface Closable {
  close(): Promise<void>
}

/** A suite of cases about one adapter. */
export interface Suite<Bench extends Closable> {
  readonly runner: Runner
  readonly name: string
  readonly groups: ReadonlyArray<CaseGroup<Bench>>
  open(): Promise<Bench>
}

/** Declares every case as a test of the runner. */
export function defineSuite<Bench extends Closable>({ runner, name, groups, open }: Suite<Bench>): void {
  runner.describe(name, () => {
    for (const { title, cases } of groups) {
      runner.describe(title, () => {
        for (const [fact, run] of Object.entries(cases)) runner.test(fact, testBody(onBench(open, run)))
      })
    }
  })
}

function onBench<Bench extends Closable>(open: () => Promise<Bench>, run: (bench: Bench) => Promise<void>) {
  return async () => {
    const bench = await open()
    try {
      await run(bench)
    } finally {
      await bench.close()
    }
  }
}
