import { openSync, writeSync } from 'node:fs'
import { type Edge, readPoint } from '../kill-points.ts'

/** Environment of a process under test: the point at which it dies, or the file that its points are written to. */
export const CRASH_AT = 'RITTDOC_CRASH_AT'
/** See {@link CRASH_AT}. */
export const CRASH_LOG = 'RITTDOC_CRASH_LOG'
/**
 * Environment of a process under test: the signal that it gets at its point; or `tell`, when it only says on stderr that it
 * is there, and waits until somebody has put a fault in its way. @default SIGKILL
 */
export const CRASH_SIGNAL = 'RITTDOC_CRASH_SIGNAL'

/** What the parent may take to hear it. */
const TELLING_MS = 500

const target = readPoint(process.env[CRASH_AT] ?? '')
const log = process.env[CRASH_LOG] === undefined ? undefined : openSync(process.env[CRASH_LOG], 'a')
const signal = process.env[CRASH_SIGNAL] ?? 'SIGKILL'
let left = target?.ordinal ?? 0

/**
 * Passes a point; the process gets its signal here when this is the one. After a SIGKILL nothing of it runs any more after
 * the system call.
 */
export function checkpoint(step: string, edge: Edge): void {
  if (log !== undefined) writeSync(log, `${edge} ${step}\n`)
  if (target === undefined || step !== target.step || edge !== target.edge) return
  left -= 1
  if (left !== 0) return
  if (signal !== 'tell') process.kill(process.pid, signal)
  else {
    writeSync(2, `AT ${edge} ${step}\n`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TELLING_MS)
  }
}
