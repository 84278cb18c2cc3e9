import { collisionKey } from '../../rules/output-name.ts'

/**
 * Lets tasks run at the same time, but those whose names count as the same one after the other, in the order in which
 * they came: names that differ only in case or Unicode normal form compete for the same output names, and who is first
 * must not depend on which listing is quicker. Holds nothing but what is under way.
 */
export class TwinOrder {
  readonly #last = new Map<string, Promise<void>>()

  /** Runs `task` after those of the same name. @returns what the task does */
  async run(name: string, task: () => Promise<void>): Promise<void> {
    const form = collisionKey(name)
    const before = this.#last.get(form)
    const mine = (before ?? Promise.resolve()).then(task)
    const settled = mine.catch(() => {}) // a twin goes on whatever became of the one before it
    this.#last.set(form, settled)
    try {
      await mine
    } finally {
      if (this.#last.get(form) === settled) this.#last.delete(form)
    }
  }
}
