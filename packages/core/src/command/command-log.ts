import type { ConvertJob } from '../contracts/converter.ts'

/** A program's output is worth this much of the log; the end of stderr is kept in any case. */
const MOST_LINES = 10_000

/** Passes a program's output on to the log of its job, up to a bound. */
export function logLines(log: ConvertJob['log']): (line: string) => void {
  let lines = 0
  return (line) => {
    lines += 1
    if (lines <= MOST_LINES) log('debug', line)
    if (lines === MOST_LINES + 1) log('warn', `The program has written ${MOST_LINES} lines; the rest is not logged`)
  }
}
