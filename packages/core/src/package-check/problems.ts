/** More than this need not be found: the package is invalid anyway, and hostile ones could have millions. */
const MOST_PROBLEMS = 50
/** Named in one message. */
const NAMED_PROBLEMS = 5

/** Thrown to stop reading a package of which enough is known. */
export class EnoughProblems extends Error {}

/** What is wrong with a package, in the order in which it was found. */
export class Problems {
  readonly #found: string[] = []

  get count(): number {
    return this.#found.length
  }

  /** @throws EnoughProblems when there are so many that reading on makes no sense */
  add(problem: string): void {
    this.#found.push(problem)
    if (this.#found.length >= MOST_PROBLEMS) throw new EnoughProblems()
  }

  /** Adds the last problem. */
  stop(problem: string): never {
    this.add(problem)
    throw new EnoughProblems()
  }

  toString(): string {
    const named = this.#found.slice(0, NAMED_PROBLEMS).join('; ')
    const more = this.#found.length - NAMED_PROBLEMS
    return more > 0 ? `${named}; and ${more}${this.#found.length >= MOST_PROBLEMS ? ' or more' : ''} others` : named
  }
}
