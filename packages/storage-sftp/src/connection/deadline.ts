/** When to stop waiting. */
export interface Limit {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** What the wait rejects with when the time is over. */
  onTimeout?(): Error
}

/**
 * Waits no longer than the limit allows; what was waited for goes on, and its late failure is nobody's concern.
 * Rejects with the signal's reason when it aborts.
 */
export async function within<T>(work: Promise<T>, { timeoutMs, signal, onTimeout }: Limit): Promise<T> {
  signal?.throwIfAborted()
  let timer: NodeJS.Timeout | undefined
  let stop = () => {}
  const limit = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal?.reason)
    signal?.addEventListener('abort', stop, { once: true })
    if (timeoutMs !== undefined) timer = setTimeout(() => reject(onTimeout?.() ?? new Error('too late')), timeoutMs)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}
