import type { Entry, ListOptions, LocalStorage, Storage } from '@rittdoc-batch/core'

/** The same storage, whose listings dawdle differently for every seed: what takes part in a race ends up anywhere in it. */
export function withSlowListings(storage: LocalStorage, seed: number): Storage {
  return new Proxy(storage, {
    get(target, name) {
      if (name === 'list') return (prefix: string, options?: ListOptions) => dawdle(target, { prefix, options, seed })
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

async function* dawdle(
  storage: LocalStorage,
  { prefix, options, seed }: { prefix: string; options: ListOptions | undefined; seed: number },
): AsyncGenerator<Entry> {
  const hash = [...prefix].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0, seed)
  const steps = prefix === '' ? 0 : hash % 40
  for await (const entry of storage.list(prefix, options)) {
    for (let i = 0; i < steps; i++) await new Promise((resolve) => setImmediate(resolve))
    yield entry
  }
}
