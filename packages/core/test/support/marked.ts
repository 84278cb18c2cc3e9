import { markedProcesses } from '../../src/process/marked-processes.ts'

/** Pids of living processes that carry a marker of this test process; there must be none after a supervision ends. */
export function leftovers(): number[] {
  return markedProcesses()
    .filter(({ marker }) => marker.includes(`/${process.pid}/`))
    .map(({ pid }) => pid)
}
