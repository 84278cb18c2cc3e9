import { openSync, writeSync } from 'node:fs'
import { type Edge, readPoint } from '../kill-points.ts'

/** Environment of a process under test: the point at which it dies, or the file that its points are written to. */
export const CRASH_AT = 'RITTDOC_CRASH_AT'
/** See {@link CRASH_AT}. */
export const CRASH_LOG = 'RITTDOC_CRASH_LOG'

const target = readPoint(process.env[CRASH_AT] ?? '')
const log = process.env[CRASH_LOG] === undefined ? undefined : openSync(process.env[CRASH_LOG], 'a')
let left = target?.ordinal ?? 0

/** Passes a point; the process dies here when this is the one. Nothing of it runs any more after the system call. */
export function checkpoint(step: string, edge: Edge): void {
  if (log !== undefined) writeSync(log, `${edge} ${step}\n`)
  if (target === undefined || step !== target.step || edge !== target.edge) return
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}
