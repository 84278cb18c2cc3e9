import { packages } from './packages.ts'
import { runProgram, type Step } from './run-step.ts'

/** What is published is sound: entry points exist, and types are found by every module resolution of ESM. */
export const packageChecks: Step = {
  name: 'publint and are-the-types-wrong',
  async run() {
    for (const { folder } of packages()) {
      await runProgram('npx', ['publint', '--strict', folder])
      await runProgram('npx', ['attw', '--pack', folder, '--profile', 'esm-only'])
    }
  },
}
