import { ConnectionFault } from '../connection/connection-fault.ts'
import type { SftpSession } from '../connection/session.ts'

/** How long a transfer that is told to stop may wait for answers to what it has asked already. */
const GRACE_MS = 2_000

/** Runs a transfer that watches the signal itself; one that cannot end in time loses its connection. */
export async function stoppable<T>(
  session: SftpSession,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    const fault = new ConnectionFault('unavailable', 'the connection was given up with a transfer that was stopped')
    timer = setTimeout(() => session.lose(fault), GRACE_MS)
  }
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}
