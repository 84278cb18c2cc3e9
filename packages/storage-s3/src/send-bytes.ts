import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { CallContext } from './call-context.ts'
import { inTime } from './deadline.ts'
import { storageCode } from './s3-error.ts'

const SLICE_BYTES = 256 * 1024
const ATTEMPTS = 3
const PAUSE_MS = 200

/** What is to be sent. */
export interface Content {
  readonly bytes: Buffer
  /** In hexadecimal. Made when it is needed and not given. */
  readonly md5?: string | undefined
}

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
  { bytes, md5 }: Content,
  send: (payload: Payload, abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const proof = settings.needsMd5 ? { ContentMD5: toBase64(md5 ?? (await md5Of(bytes))) } : {}
  for (let attempt = 1; ; attempt++) {
    try {
      return await whileRevocable(signal, (revocable, handedOver) =>
        inTime({ ms: settings.idleTimeoutMs, signal: revocable }, (abortSignal, again) => {
          const Body = toStream(bytes, again, handedOver)
          return send({ Body, ContentLength: bytes.length, ...proof }, abortSignal)
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
  return hash.digest('hex')
}

function toBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64')
}

function toStream(bytes: Buffer, again: () => void, handedOver: () => void): Readable {
  let start = 0
  return new Readable({
    read() {
      again()
      const slice = bytes.subarray(start, start + SLICE_BYTES)
      start += SLICE_BYTES
      if (start >= bytes.length) handedOver()
      this.push(slice)
      if (start >= bytes.length) this.push(null)
    },
  })
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
