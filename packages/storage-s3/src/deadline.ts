/** Why a call was given up: nothing came for too long. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError'
}

/**
 * Runs a call with a deadline. Its signal aborts at the deadline and when the caller's does, and the call is left then,
 * whether it ends or not. `again` starts the deadline anew: call it whenever something has moved.
 */
export async function inTime<T>(
  limit: { readonly ms: number; readonly signal?: AbortSignal | undefined },
  call: (signal: AbortSignal, again: () => void) => Promise<T>,
): Promise<T> {
  limit.signal?.throwIfAborted()
  const own = new AbortController()
  const { promise: left, reject } = Promise.withResolvers<never>()
  left.catch(() => {}) // nobody may be waiting for it any more
  const leave = (reason: unknown) => {
    own.abort(reason)
    reject(reason)
  }
  const onAbort = () => leave(limit.signal?.reason)
  limit.signal?.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => leave(new SilenceError(`nothing came for ${limit.ms} ms`)), limit.ms)
  try {
    return await Promise.race([call(own.signal, () => timer.refresh()), left])
  } catch (error) {
    throw own.signal.aborted ? own.signal.reason : error
  } finally {
    clearTimeout(timer)
    limit.signal?.removeEventListener('abort', onAbort)
  }
}
