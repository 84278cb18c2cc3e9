import { availableParallelism } from 'node:os'
import pLimit from 'p-limit'
import { dependencyDirection } from './check/dependency-direction.ts'
import { houseStyle } from './check/house-style.ts'
import { packageChecks } from './check/package-checks.ts'
import { packedInstall } from './check/packed-install.ts'
import { buildAndPack } from './check/packs.ts'
import { readmeBlocks } from './check/readme-blocks.ts'
import { programStep, type Step } from './check/run-step.ts'

// Everything that must hold before a change lands. `--skip tests,…` leaves steps out; all others run, whatever fails.

const LINKS = ['--ignore-pattern', '.changeset', '--use', 'remark-validate-links=repository:false']

/**
 * One after the other: the first makes what others look at, the tests take the whole machine, the third puts files into the
 * checkout.
 */
const ALONE: readonly Step[] = [buildAndPack, programStep('tests', 'npx', 'vitest', 'run'), readmeBlocks]
/** Side by side, the longest first. */
const OTHERS: readonly Step[] = [
  packedInstall,
  packageChecks,
  programStep('types', 'npx', 'tsc', '-p', 'tsconfig.json'),
  programStep('API reference', 'npx', 'typedoc', '--emit', 'none'),
  programStep('links of pages', 'npx', 'remark', '.', '--frail', '--quiet', ...LINKS),
  programStep('dead code', 'npx', 'knip'),
  programStep('lint and format', 'npx', 'biome', 'check', '--error-on-warnings'),
  dependencyDirection,
  houseStyle,
]

const skip = new Set((process.argv[process.argv.indexOf('--skip') + 1] ?? '').split(','))
const isAsked = ({ name }: Step) => !skip.has(name)
const failures: string[] = []
let passed = 0
for (const step of ALONE.filter(isAsked)) await take(step)
const limit = pLimit(availableParallelism())
await Promise.all(OTHERS.filter(isAsked).map((step) => limit(take, step)))
if (failures.length > 0) console.error(`\n${failures.join('\n\n')}`)
console.log(`\n${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 ? 0 : 1

/** Runs a step and tells its result, whatever it is. */
async function take({ name, run }: Step): Promise<void> {
  const started = performance.now()
  const problem = await run().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${problem === undefined ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`)
  if (problem === undefined) passed++
  else failures.push(`--- ${name}\n${problem}`)
}
