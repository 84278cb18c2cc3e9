import type { FileResult, ProcessReport } from '../report.ts'
import { REPORT_LIST_LIMIT } from '../report.ts'
import type { Outage } from './outage.ts'

/** Counts while files are processed, and makes the report at the end. Bounded, whatever the number of files. */
export class ProcessTally {
  readonly #counts = { completed: 0, failed: 0, retry: 0, released: 0, unchanged: 0 }
  readonly #troubled = new Map<number, FileResult>()
  readonly #completed = new Map<number, FileResult>()

  add(result: FileResult): void {
    this.#counts[result.status]++
    this.#troubled.delete(result.id) // only the last result of a file is listed
    const list = result.status === 'completed' ? this.#completed : this.#troubled
    if (list.size < REPORT_LIST_LIMIT) list.set(result.id, result)
  }

  report(outage: Outage | undefined): ProcessReport {
    const { completed, failed, retry: retried, released } = this.#counts
    const results = [...this.#troubled.values(), ...this.#completed.values()].slice(0, REPORT_LIST_LIMIT)
    return { completed, failed, retried, released, results, outage }
  }
}
