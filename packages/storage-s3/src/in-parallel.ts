/** Runs work on every item, some at a time. The first failure stops the rest; rejects with it when all have ended. */
export async function inParallel<T>(
  items: readonly T[],
  { workers, signal }: { readonly workers: number; readonly signal?: AbortSignal | undefined },
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController()
  const both = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal])
  const queue = items.values()
  let failure: { readonly error: unknown } | undefined
  const run = async () => {
    for (const item of queue) {
      both.throwIfAborted()
      await work(item, both)
    }
  }
  const guarded = async () => {
    try {
      await run()
    } catch (error) {
      failure ??= { error }
      failed.abort(error)
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, items.length) }, guarded))
  if (failure !== undefined) throw failure.error
}
