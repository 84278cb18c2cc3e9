import type { Conflict, RecordResult } from '../../contracts/registry.ts'
import { errorCode } from '../../errors.ts'
import type { PassOverReason } from '../../rules/pass-over.ts'
import { REPORT_LIST_LIMIT, type ScanReport } from '../report.ts'

/** Counts while a scan goes on, and makes the report at its end. */
export class ScanTally {
  readonly #startedAt = new Date()
  readonly #passedOver: Partial<Record<PassOverReason, number>> = {}
  readonly #conflicts: Conflict[] = []
  readonly #errors: { publisher?: string | undefined; code: ReturnType<typeof errorCode>; message: string }[] = []
  publishers = 0
  seen = 0
  added = 0
  changed = 0
  unchanged = 0
  settling = 0

  addRecorded(result: RecordResult): void {
    this.added += result.added
    this.changed += result.changed
    this.unchanged += result.unchanged
    this.settling += result.settling.length
    this.#conflicts.push(...result.conflicts.slice(0, REPORT_LIST_LIMIT - this.#conflicts.length))
  }

  addPassedOver(reason: PassOverReason): void {
    this.#passedOver[reason] = (this.#passedOver[reason] ?? 0) + 1
  }

  addError(error: unknown, publisher?: string): void {
    if (this.#errors.length >= REPORT_LIST_LIMIT) return
    const message = error instanceof Error ? error.message : String(error)
    this.#errors.push({ publisher, code: errorCode(error), message })
  }

  report(storage: string): ScanReport {
    const { publishers, seen, added, changed, unchanged, settling } = this
    const counts = { publishers, seen, added, changed, unchanged, settling }
    const lists = { passedOver: this.#passedOver, conflicts: this.#conflicts, errors: this.#errors }
    return { storage, startedAt: this.#startedAt, finishedAt: new Date(), ...counts, ...lists }
  }
}
