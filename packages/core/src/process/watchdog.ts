import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { MARKER_VARIABLE } from './marker.ts'

/**
 * Waits on its stdin, which ends with this process, however that dies. Then kills the group and whatever carries the
 * marker; twice, because what is killed may have started another one meanwhile.
 */
const SCRIPT = `
read -r _
for round in 1 2; do
  kill -KILL -- "-$1"
  for file in $(grep -lsF "$2" /proc/[0-9]*/environ); do
    pid=\${file#/proc/}
    kill -KILL "\${pid%/environ}"
  done
done`

/**
 * Starts a small shell that ends a supervised program, and what it started, when this process is killed and cannot do it
 * itself. Where there is no shell, the next start has to do it (see `sweepOrphans`).
 * @returns a function that dismisses it and resolves when it is gone
 */
export function startWatchdog(leader: number, marker: string): () => Promise<void> {
  try {
    const shell = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', String(leader), `${MARKER_VARIABLE}=${marker}`], {
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    const gone = once(shell, 'close').catch(() => {}) // it could not be started
    return async () => {
      shell.kill('SIGKILL')
      await gone
    }
  } catch {
    return async () => {} // the system is out of something; the program is not to suffer for it
  }
}
