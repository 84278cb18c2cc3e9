import { packFiles } from './packs.ts'
import { runProgram, type Step } from './run-step.ts'

/** What is published is sound: entry points exist, and types are found by every module resolution of ESM. */
export const packageChecks: Step = {
  name: 'publint and are-the-types-wrong',
  async run() {
    for (const pack of packFiles()) {
      await runProgram('npx', ['publint', 'run', pack, '--strict'])
      await runProgram('npx', ['attw', pack, '--profile', 'esm-only'])
    }
  },
}
