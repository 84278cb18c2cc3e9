import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { CallContext } from './call-context.ts'
import { inTime } from './deadline.ts'
import { storageCode } from './s3-error.ts'

const SLICE_BYTES = 256 * 1024
const ATTEMPTS = 3
const PAUSE_MS = 200

/** The body of a request, and what says that it arrived whole. */
export interface Payload {
  readonly Body: Readable
  readonly ContentLength: number
  readonly ContentMD5?: string
}

/**
 * Sends bytes with an idle deadline, again where the connection fails. Once the last byte is handed over, the caller's
 * signal is no longer heeded: the service may have taken the bytes, and only its answer tells.
 */
export async function sendBytes<T>(
  { settings, signal }: CallContext,
  bytes: Buffer,
  send: (payload: Payload, abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const md5 = settings.needsMd5 ? { ContentMD5: await md5Of(bytes) } : {}
  for (let attempt = 1; ; attempt++) {
    try {
      return await whileRevocable(signal, (revocable, handedOver) =>
        inTime({ ms: settings.idleTimeoutMs, signal: revocable }, (abortSignal, again) => {
          const Body = Readable.from(slices(bytes, again, handedOver), { objectMode: false })
          return send({ Body, ContentLength: bytes.length, ...md5 }, abortSignal)
        }),
      )
    } catch (error) {
      const code = storageCode(error)
      if (attempt === ATTEMPTS || signal?.aborted || (code !== 'unavailable' && code !== 'throttled')) throw error
      await sleep(PAUSE_MS * 2 ** attempt, undefined, signal === undefined ? {} : { signal })
    }
  }
}

/** Lets other work in between, such as sending the parts beside it. */
async function md5Of(bytes: Buffer): Promise<string> {
  const hash = createHash('md5')
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    hash.update(bytes.subarray(start, start + SLICE_BYTES))
    await turn()
  }
  return hash.digest('base64')
}

function* slices(bytes: Buffer, again: () => void, handedOver: () => void): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    again()
    if (start + SLICE_BYTES >= bytes.length) handedOver()
    yield bytes.subarray(start, start + SLICE_BYTES)
  }
}

/** Gives a signal that follows the caller's until the call says that there is no way back. */
async function whileRevocable<T>(
  signal: AbortSignal | undefined,
  call: (revocable: AbortSignal, noWayBack: () => void) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const own = new AbortController()
  const onAbort = () => own.abort(signal?.reason)
  const noWayBack = () => signal?.removeEventListener('abort', onAbort)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await call(own.signal, noWayBack)
  } finally {
    noWayBack()
  }
}
