import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'

/** The folder of the examples. */
export const EXAMPLES = join(import.meta.dirname, '../..')

/** Starting a program takes a second, and many on a machine that has other things to do. */
const PATIENCE_MS = 120_000

/** A running example. */
export interface Example {
  readonly child: ChildProcess
  /** What it has printed so far, to both streams. */
  output(): string
  /** Waits until it has printed this so many times. */
  printed(text: string, times?: number): Promise<void>
  /** Waits for its end. @returns the exit code, or the signal that ended it */
  ended(): Promise<number | NodeJS.Signals | null>
}

/** Starts an example, which is killed when the test ends, if it still runs. */
export function startExample(
  name: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Example {
  const program = ['--conditions=source', '--disable-warning=ExperimentalWarning', join(EXAMPLES, name), ...args]
  const child = spawn(process.execPath, program, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = once(child, 'close')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
  })
  return {
    child,
    output: () => output,
    async printed(text, times = 1) {
      const isSo = () => output.split(text).length > times
      const unless = () => new Error(`Expected "${text}" ${times} times, got:\n${output}`)
      await vi
        .waitUntil(() => isSo() || child.exitCode !== null, { timeout: PATIENCE_MS })
        .catch(() => {
          throw unless()
        })
      if (!isSo()) throw unless()
    },
    async ended() {
      await gone
      return child.exitCode ?? child.signalCode
    },
  }
}
