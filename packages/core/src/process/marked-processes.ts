import { readdirSync, readFileSync } from 'node:fs'

/** Environment variable that every supervised process carries and hands on to what it starts. */
export const MARKER = 'RITTDOC_BATCH_JOB'

/** A living process that carries a marker. */
export interface MarkedProcess {
  readonly pid: number
  readonly marker: string
  readonly residentBytes: number
}

const PAGE_BYTES = 4096

let snapshot: { readonly at: number; readonly processes: readonly MarkedProcess[] } | undefined

/**
 * Every living process of this host whose environment carries our marker. A process that left its group or session is
 * found all the same. Empty on systems without /proc. A look at every process costs milliseconds, so all jobs share one
 * that is at most `maxAgeMs` old.
 */
export function markedProcesses(maxAgeMs = 0): readonly MarkedProcess[] {
  const now = performance.now()
  if (snapshot === undefined || now - snapshot.at > maxAgeMs) {
    snapshot = { at: now, processes: processIds().flatMap((pid) => markedProcess(pid) ?? []) }
  }
  return snapshot.processes
}

function markedProcess(pid: number): MarkedProcess | undefined {
  const marker = readMarker(pid)
  if (marker === undefined) return undefined
  const pages = Number(readProc(pid, 'statm').split(' ')[1] ?? 0)
  return pages > 0 ? { pid, marker, residentBytes: pages * PAGE_BYTES } : undefined // a zombie holds no memory
}

/** Kills a process; one that is gone already is fine. */
export function killProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function readMarker(pid: number): string | undefined {
  const prefix = `${MARKER}=`
  return readProc(pid, 'environ')
    .split('\0')
    .find((variable) => variable.startsWith(prefix))
    ?.slice(prefix.length)
}

/** A file of /proc/<pid>; empty when the process is gone or belongs to somebody else. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return ''
  }
}
