/** Random numbers that a seed repeats. */
export class Random {
  readonly seed: number
  #state: number

  /** @param seed an integer from 0 to 2^32 - 1 */
  constructor(seed: number) {
    this.seed = seed
    this.#state = seed >>> 0
  }

  /** An integer from 0 to `limit` - 1. The generator is mulberry32: small, and good enough to choose test cases. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let bits = this.#state
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * limit)
  }

  /** One of the items. @throws RangeError when there are none */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Expected something to pick from')
    return items[this.below(items.length)] as T
  }

  /** The items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items]
    return items.map(() => rest.splice(this.below(rest.length), 1)[0] as T)
  }
}
