import { readdirSync, readFileSync } from 'node:fs'
import { MARKER_VARIABLE } from './marker.ts'

/** A live process. */
export interface ProcessRow {
  readonly pid: number
  readonly parent: number
  /** Process group. */
  readonly group: number
  /** Start time in clock ticks since boot: tells a process from a later one with the same pid. */
  readonly start: string
}

/** Whether this system shows its processes under /proc. Without it only process groups can be ended. */
export const hasProcessTable = process.platform === 'linux'

/** With these nothing can be told about a process: it must not pass for gone. */
const OUT_OF_DESCRIPTORS = new Set(['EMFILE', 'ENFILE', 'ENOMEM'])

let last: { readonly at: number; readonly rows: readonly ProcessRow[] } | undefined

/**
 * Every live process of the host (of the container, inside one); zombies are not alive. Linux only.
 * All reads here throw when this process is out of descriptors.
 * @param maxAgeMs how old the answer may be: a look at a busy host takes many milliseconds, which jobs can share
 */
export function readProcesses(maxAgeMs = 0): readonly ProcessRow[] {
  const at = performance.now()
  if (last === undefined || at - last.at >= maxAgeMs) last = { at, rows: lookAtProcesses() }
  return last.rows
}

function lookAtProcesses(): ProcessRow[] {
  const rows: ProcessRow[] = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    const row = parseStat(pid, readProc(pid, 'stat'))
    if (row !== undefined) rows.push(row)
  }
  return rows
}

/**
 * The marker in a process's environment: `null` when it has none, `undefined` when that cannot be told (gone, of
 * another user, or just being replaced by exec).
 */
export function readMarker(pid: number): string | null | undefined {
  const environment = readProc(pid, 'environ')
  if (environment === '') return undefined
  const prefix = `${MARKER_VARIABLE}=`
  const entry = environment.split('\0').find((variable) => variable.startsWith(prefix))
  return entry === undefined ? null : Buffer.from(entry.slice(prefix.length), 'latin1').toString('utf8')
}

/** Resident memory of a process in bytes, pages that it shares with others counted in full. 0 when it is gone. */
export function residentBytes(pid: number): number {
  return kilobytes(readProc(pid, 'status'), 'VmRSS')
}

/** Resident memory of a process in bytes, shared pages divided among those that share them. Slower to read. */
export function proportionalBytes(pid: number): number {
  return kilobytes(readProc(pid, 'smaps_rollup'), 'Pss')
}

function parseStat(pid: number, stat: string): ProcessRow | undefined {
  // Field 2 is the command in parentheses and may contain anything; the fields after the last ")" are safe to split.
  const [state, parent, group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const start = rest[16]
  if (state === 'Z' || state === 'X' || start === undefined) return undefined
  return { pid, parent: Number(parent), group: Number(group), start }
}

function kilobytes(text: string, name: string): number {
  const found = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(text)
  return Number(found?.[1] ?? 0) * 1024
}

/** Processes come and go while the table is read, and some belong to others: their files read as empty. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch (error) {
    if (error instanceof Error && 'code' in error && OUT_OF_DESCRIPTORS.has(String(error.code))) throw error
    return ''
  }
}
