import type { ConvertWarning } from '@rittdoc-batch/core'

/** A book with more defects than this has one defect many times. */
const KEPT_PER_CODE = 500

/** Collects warnings; of a kind that occurs very often the first ones are kept and the others counted. */
export class Warnings {
  readonly #kept: ConvertWarning[] = []
  readonly #counts = new Map<string, number>()

  add(warning: ConvertWarning): void {
    const count = (this.#counts.get(warning.code) ?? 0) + 1
    this.#counts.set(warning.code, count)
    if (count <= KEPT_PER_CODE) this.#kept.push(warning)
  }

  /** How many warnings of these codes there were. */
  count(codes: readonly string[]): number {
    return codes.reduce((sum, code) => sum + (this.#counts.get(code) ?? 0), 0)
  }

  list(): ConvertWarning[] {
    const over = [...this.#counts].filter(([, count]) => count > KEPT_PER_CODE)
    const sums = over.map(([code, count]) => ({ code, message: `${count - KEPT_PER_CODE} more warnings of this kind` }))
    return [...this.#kept, ...sums]
  }
}
