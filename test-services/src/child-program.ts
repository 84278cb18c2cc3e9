import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

/** Starts a program that the kernel ends when this process ends, however it does. */
export function startChild(program: string, parameters: readonly string[], stderr: number | 'ignore'): ChildProcess {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...parameters], {
    stdio: ['ignore', 'ignore', stderr],
  })
  child.on('error', () => {}) // a program that does not start shows by not answering
  return child
}

/** Ends a child, and waits until it has gone. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Process ids of everything that descends from a process, parents first. Linux only. */
export async function descendants(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const children = text.split(' ').filter(Boolean).map(Number)
  return [...children, ...(await Promise.all(children.map(descendants))).flat()]
}
