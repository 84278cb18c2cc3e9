import type { ConvertWarning } from '@rittdoc-batch/core'

/** Warnings of one code that are passed on one by one; more are counted. */
const MOST_OF_A_CODE = 200

/** Passes warnings on, and sums up what would flood the reader. */
export class WarningLog {
  readonly #warn: (warning: ConvertWarning) => void
  readonly #counts = new Map<string, number>()

  constructor(warn: (warning: ConvertWarning) => void) {
    this.#warn = warn
  }

  add(warning: ConvertWarning): void {
    const count = (this.#counts.get(warning.code) ?? 0) + 1
    this.#counts.set(warning.code, count)
    if (count <= MOST_OF_A_CODE) this.#warn(warning)
  }

  finish(): void {
    for (const [code, count] of this.#counts) {
      if (count > MOST_OF_A_CODE) this.#warn({ code, message: `${count - MOST_OF_A_CODE} more of this kind.` })
    }
  }
}
