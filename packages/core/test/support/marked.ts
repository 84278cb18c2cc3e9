import { readMarker, readProcesses } from '../../src/process/process-table.ts'

/** Pids of living processes whose marker holds `part`. */
export function markedPids(part: string): number[] {
  return readProcesses()
    .filter(({ pid }) => readMarker(pid)?.includes(part))
    .map(({ pid }) => pid)
}

/** Pids of living processes that carry a marker of this test process; there must be none after a supervision ends. */
export function leftovers(): number[] {
  return markedPids(`/${process.pid}/`)
}
