import type { Runner } from '../../src/index.ts'

/** How a suite went. */
export interface SuiteResult {
  readonly passed: readonly string[]
  readonly skipped: readonly string[]
  /** Titles of the tests that failed, up to the first when asked to stop there. */
  readonly failed: readonly string[]
}

class SkippedHere extends Error {}

/** Runs a suite without any test runner. */
export async function runSuite(declare: (runner: Runner) => void, stopAtFailure = false): Promise<SuiteResult> {
  const tests: { title: string; body: (context: unknown) => Promise<void> }[] = []
  declare({
    describe: (_, body) => body(),
    test: (title, body) => tests.push({ title, body: (context) => body.call(undefined, context) }),
  })
  const context = {
    skip(reason: string) {
      throw new SkippedHere(reason)
    },
  }
  const result = { passed: [] as string[], skipped: [] as string[], failed: [] as string[] }
  for (const { title, body } of tests) {
    const outcome = await body(context).then(
      () => 'passed' as const,
      (error: unknown) => (error instanceof SkippedHere ? ('skipped' as const) : ('failed' as const)),
    )
    result[outcome].push(title)
    if (stopAtFailure && outcome === 'failed') break
  }
  return result
}
