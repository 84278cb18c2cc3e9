import { dependencyDirection } from './check/dependency-direction.ts'
import { houseStyle } from './check/house-style.ts'
import { packageChecks } from './check/package-checks.ts'
import { packedInstall } from './check/packed-install.ts'
import { readmeBlocks } from './check/readme-blocks.ts'
import { programStep, type Step } from './check/run-step.ts'

// Everything that must hold before a change lands. `--skip tests,…` leaves steps out; all others run, whatever fails.

const STEPS: readonly Step[] = [
  programStep('build', 'pnpm', '-r', '--filter', './packages/*', 'run', 'build'),
  programStep('types', 'npx', 'tsc', '-p', 'tsconfig.json'),
  programStep('lint and format', 'npx', 'biome', 'check', '--error-on-warnings'),
  programStep('tests', 'npx', 'vitest', 'run'),
  packageChecks,
  dependencyDirection,
  houseStyle,
  programStep('dead code', 'npx', 'knip'),
  readmeBlocks,
  packedInstall,
]

const skip = new Set((process.argv[process.argv.indexOf('--skip') + 1] ?? '').split(','))
const steps = STEPS.filter(({ name }) => !skip.has(name))
const failures: string[] = []
for (const { name, run } of steps) {
  const started = performance.now()
  const problem = await run().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${problem === undefined ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`)
  if (problem !== undefined) failures.push(`--- ${name}\n${problem}`)
}
if (failures.length > 0) console.error(`\n${failures.join('\n\n')}`)
console.log(`\n${steps.length - failures.length} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 ? 0 : 1
