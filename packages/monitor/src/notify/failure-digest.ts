import type { FileResult, RunReport } from '@rittdoc-batch/core'
import { adviceOn } from '../page/error-advice.ts'
import type { Notice } from './notice.ts'

/** Books that a digest names; the others are counted. */
const NAMED = 20

/** What failed in one run or in several, told together. */
export class FailureDigest {
  #runs = 0
  #failed = 0
  #completed = 0
  #named: FileResult[] = []
  #listings: string[] = []

  get isEmpty(): boolean {
    return this.#runs === 0
  }

  /** Takes a run in. @returns whether anything failed in it */
  add(report: RunReport): boolean {
    const errors = report.scan?.errors ?? []
    if (report.failed === 0 && errors.length === 0) return false
    this.#runs++
    this.#failed += report.failed
    this.#completed += report.completed
    const failed = report.results.filter(({ status }) => status === 'failed')
    this.#named = [...this.#named, ...failed].slice(0, NAMED)
    const listings = errors.map(({ publisher, message }) => `${publisher ?? 'the publishers'}: ${oneLine(message)}`)
    this.#listings = [...new Set([...this.#listings, ...listings])].slice(0, NAMED)
    return true
  }

  /** What it tells; it is empty afterwards. */
  take(): Pick<Notice, 'title' | 'text'> {
    const parts = [
      this.#failed === 0 ? undefined : `${this.#failed} book${this.#failed === 1 ? '' : 's'} failed`,
      this.#listings.length === 0
        ? undefined
        : `${this.#listings.length} listing${this.#listings.length === 1 ? '' : 's'} failed`,
    ]
    const title = parts.filter((part) => part !== undefined).join(', ')
    const runs = this.#runs === 1 ? 'one run' : `${this.#runs} runs`
    const more = this.#failed - this.#named.length
    const lines = [
      `${title} in ${runs}; ${this.#completed} completed.`,
      ...this.#named.map(lineOf),
      ...(more > 0 ? [`… and ${more} more.`] : []),
      ...this.#listings.map((listing) => `Could not list ${listing}`),
    ]
    this.#runs = this.#failed = this.#completed = 0
    this.#named = []
    this.#listings = []
    return { title, text: lines.join('\n') }
  }
}

function lineOf({ publisher, filename, code, message = '' }: FileResult): string {
  return `${publisher}/${filename}: ${adviceOn(code).cause} (${code ?? 'unknown'}). ${oneLine(message)}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 500)
}
