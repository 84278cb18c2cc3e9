/**
 * What a test file does about a service that this machine cannot start: with `REQUIRE_SERVICES=1` it throws, so that
 * the run fails; else it prints why the tests are skipped and returns the sentence.
 */
export function missingService(name: string, why: string): string {
  const sentence = `${name} is not there: ${why}`
  if (process.env.REQUIRE_SERVICES === '1') throw new Error(`${sentence} (REQUIRE_SERVICES=1)`)
  console.warn(`skipped: ${sentence}`)
  return sentence
}
