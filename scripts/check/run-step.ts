import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../..')

/** One step of the check: resolves when all is well, rejects with what is wrong. */
export interface Step {
  readonly name: string
  run(): Promise<void>
}

/** Runs a program of the checkout; its output is shown only when it fails. */
export async function runProgram(file: string, args: readonly string[], cwd = ROOT): Promise<string> {
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} failed with exit code ${code}\n${output.trimEnd()}`)
  return stdout
}

/** A step that is one program. */
export function programStep(name: string, file: string, ...args: readonly string[]): Step {
  return { name, run: async () => void (await runProgram(file, args)) }
}
