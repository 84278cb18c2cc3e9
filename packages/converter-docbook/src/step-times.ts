/** The steps of a conversion, by what each calls itself, with the name of its time. */
const STEPS = { reading: 'readMs', structuring: 'structureMs', writing: 'writeMs', packing: 'packMs' } as const

/** Milliseconds of each step that was reached. */
export type StepCounts = Partial<Record<(typeof STEPS)[keyof typeof STEPS], number>>

/** Measures how long the steps of a conversion take: each ends where the next begins. */
export class StepTimes {
  readonly #times: Partial<Record<keyof typeof STEPS, number>> = {}
  #step: keyof typeof STEPS = 'reading'
  #since = performance.now()

  /** Begins a step; a name that is none goes on with the last one. */
  enter(name: string): void {
    if (!isStep(name) || name === this.#step) return
    this.#close()
    this.#step = name
  }

  counts(): StepCounts {
    this.#close()
    const names = Object.keys(this.#times).filter(isStep)
    return Object.fromEntries(names.map((name) => [STEPS[name], Math.round(this.#times[name] ?? 0)]))
  }

  #close(): void {
    const now = performance.now()
    this.#times[this.#step] = (this.#times[this.#step] ?? 0) + now - this.#since
    this.#since = now
  }
}

const isStep = (name: string): name is keyof typeof STEPS => Object.hasOwn(STEPS, name)
