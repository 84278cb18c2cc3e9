import type { ConvertWarning } from '@rittdoc-batch/core'

/** A book with more defects of a kind than this has one defect many times. */
const MOST_PER_CODE = 10

/** How many of them the warning names that stands for all. */
const NAMED = 5

/** Collects warnings; many of one kind become one, with their number and the first few. */
export class Warnings {
  readonly #first: ConvertWarning[] = []
  readonly #counts = new Map<string, number>()

  add(warning: ConvertWarning): void {
    const count = this.count([warning.code]) + 1
    this.#counts.set(warning.code, count)
    if (count <= MOST_PER_CODE) this.#first.push(warning)
  }

  /** How many warnings of these codes there were. */
  count(codes: readonly string[]): number {
    return codes.reduce((sum, code) => sum + (this.#counts.get(code) ?? 0), 0)
  }

  /** In the order in which they came; the one that stands for many at the place of the first. */
  list(): ConvertWarning[] {
    const summed = new Set<string>()
    return this.#first.flatMap((warning) => {
      if (this.count([warning.code]) <= MOST_PER_CODE) return [warning]
      if (summed.has(warning.code)) return []
      summed.add(warning.code)
      return [this.#sum(warning)]
    })
  }

  #sum({ code, place }: ConvertWarning): ConvertWarning {
    const named = this.#first.filter((warning) => warning.code === code).slice(0, NAMED)
    const shown = named.map((one) => (one.place === undefined ? one.message : `${one.message} (${one.place})`))
    return { code, message: `${this.count([code])} of this kind, first: ${shown.join(' ')}`, place }
  }
}
