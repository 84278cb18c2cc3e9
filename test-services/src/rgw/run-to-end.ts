import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a program that ends by itself. @returns what it printed @throws with what it wrote to stderr */
export async function runToEnd(file: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute(file, args, { timeout: 300_000, maxBuffer: 64 * 1024 * 1024 })
  return stdout
}
