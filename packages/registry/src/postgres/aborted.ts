import { addAbortListener } from 'node:events'
import { type CallOptions, RegistryError } from '@rittdoc-batch/core'

/** @throws RegistryError `aborted` */
export function expectNotAborted({ signal }: CallOptions = {}): void {
  if (signal?.aborted) throw aborted(signal)
}

/** Waits for work that goes on by itself. @throws RegistryError `aborted` when the caller does not wait any longer */
export async function unlessAborted<T>(work: Promise<T>, { signal }: CallOptions = {}): Promise<T> {
  if (signal === undefined) return work
  const { promise, reject } = Promise.withResolvers<never>()
  const listening = addAbortListener(signal, () => reject(aborted(signal)))
  try {
    return await Promise.race([work, promise])
  } finally {
    listening[Symbol.dispose]()
  }
}

function aborted(signal: AbortSignal): RegistryError {
  return new RegistryError('aborted', 'Could not use the registry: ended by the caller', { cause: signal.reason })
}
