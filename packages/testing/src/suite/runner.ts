/**
 * What the suites need of a test runner: the `describe` and `test` (or `it`) of vitest, node:test or mocha as they are.
 * Assertions come from node:assert.
 */
export interface Runner {
  describe(title: string, body: () => void): unknown
  test(title: string, body: (this: unknown, ...context: unknown[]) => Promise<void>): unknown
}

/** Thrown by a case that does not apply to the adapter. */
class Skipped extends Error {
  override readonly name = 'Skipped'
}

/** Ends the case that calls it: it shows as skipped, with the reason. */
export function skip(reason: string): never {
  throw new Skipped(reason)
}

/** The body of a test as runners take it: what skips shows as skipped there. */
export function testBody(run: () => Promise<void>) {
  // No declared parameters: mocha would take one for its callback. Its context is `this`, that of the others comes first.
  return async function body(this: unknown, ...context: unknown[]): Promise<void> {
    try {
      await run()
    } catch (error) {
      if (!(error instanceof Skipped)) throw error
      showSkipped(context[0] ?? this, error.message)
    }
  }
}

function showSkipped(context: unknown, reason: string): void {
  if (!hasSkip(context)) throw new Error(`Expected a runner whose tests can be skipped while they run (${reason})`)
  context.skip(reason)
}

function hasSkip(context: unknown): context is { skip(reason: string): unknown } {
  const isHolder = (typeof context === 'object' && context !== null) || typeof context === 'function'
  return isHolder && 'skip' in context && typeof context.skip === 'function'
}
