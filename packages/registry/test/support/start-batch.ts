import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** How a batch fared. */
export interface BatchReport {
  readonly settled: number
  readonly failed?: number
  /** Every call of the registry that failed. */
  readonly errors: readonly string[]
}

/**
 * Starts a batch in a process of its own and waits until it works: `busy` claims and settles in a tight loop, `batch` is
 * a real one over real files.
 * @returns a function that ends it and tells how it fared
 */
export async function startBatch(kind: 'busy' | 'batch', ...args: string[]): Promise<() => Promise<BatchReport>> {
  const child = fork(fileURLToPath(new URL(`./${kind}-process.ts`, import.meta.url)), args, {
    execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'message')
  const report = once(child, 'message') as Promise<[BatchReport]>
  const ended = once(child, 'exit')
  return async () => {
    if (child.connected) child.send('stop')
    await ended
    return (await report)[0]
  }
}
