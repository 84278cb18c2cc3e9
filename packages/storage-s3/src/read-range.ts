import { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { type ObjectVersion, StorageError } from '@rittdoc-batch/core'
import type { CallContext } from './call-context.ts'
import { inTime } from './deadline.ts'
import { mayPass } from './s3-error.ts'

const WRITE_BYTES = 1024 * 1024
/** Attempts in a row that brought no byte. */
const VAIN_ATTEMPTS = 4
/** Before it goes on; twice as long after each attempt in vain, less up to a half of it by chance. */
const PAUSE_MS = 250
/** Takes the place of the SDK's retries, which begin again at the first byte and take 6 % of a small download's processor time. */
const WITHOUT_RETRIES = { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high', override: true } as const

/** A part of an object. */
export interface ByteRange {
  readonly start: number
  readonly length: number
}

/** What is read, and where it goes. */
export interface RangeJob {
  readonly from: ObjectVersion
  readonly range: ByteRange
  /** Takes bytes of the object, which begin at this place of it. They are gone when it resolves. */
  readonly write: (chunks: Buffer[], position: number, bytes: number) => Promise<void>
}

/** Reads a range of one version; goes on from the last byte when the connection is cut, or the service has no time. */
export async function readRange(context: CallContext, job: RangeJob): Promise<{ isOpaque: boolean }> {
  const { start, length } = job.range
  let [done, vain] = [0, 0]
  for (;;) {
    const before = done
    try {
      const answer = await getRange(context, job.from, { start: start + done, length: length - done })
      await writeBody(context, answer.Body, async (chunks, bytes) => {
        if (done + bytes > length) throw tooMany(job.from)
        await job.write(chunks, start + done, bytes)
        done += bytes
      })
      if (done === length) return { isOpaque: isOpaque(answer) }
      throw Object.assign(new Error('the connection was cut'), { code: 'ECONNRESET' })
    } catch (error) {
      vain = done > before ? 0 : vain + 1
      if (context.signal?.aborted || !mayPass(error) || vain === VAIN_ATTEMPTS) throw error
      const pauseMs = PAUSE_MS * 2 ** vain * (1 - Math.random() / 2)
      await sleep(pauseMs, undefined, context.signal === undefined ? {} : { signal: context.signal })
    }
  }
}

async function getRange(
  { client, settings, signal }: CallContext,
  from: ObjectVersion,
  { start, length }: ByteRange,
): Promise<GetObjectCommandOutput> {
  const isWhole = start === 0 && length === from.sizeBytes
  const command = new GetObjectCommand({
    ...{ Bucket: settings.bucket, Key: from.key, IfMatch: from.version },
    ...(isWhole ? {} : { Range: `bytes=${start}-${start + length - 1}` }),
  })
  command.middlewareStack.add((next) => next, WITHOUT_RETRIES)
  const answer = await inTime({ ms: settings.idleTimeoutMs, signal }, (abortSignal) =>
    client.send(command, { abortSignal }),
  )
  if (answer.ContentLength === length) return answer
  if (answer.Body instanceof Readable) answer.Body.destroy()
  const text = `Could not read ${from.key}: the service announces ${answer.ContentLength} bytes instead of ${length}`
  throw new StorageError('corrupt', text, { key: from.key })
}

/** Whether the ETag is no MD5 of the content, because the service encrypts it with keys of its own. */
function isOpaque({ ServerSideEncryption, SSECustomerAlgorithm }: GetObjectCommandOutput): boolean {
  return (ServerSideEncryption !== undefined && ServerSideEncryption !== 'AES256') || SSECustomerAlgorithm !== undefined
}

/** Hands a body over in large pieces, with an idle deadline; its connection is ended whatever happens. */
async function writeBody(
  { settings, signal }: CallContext,
  body: GetObjectCommandOutput['Body'],
  write: (chunks: Buffer[], bytes: number) => Promise<void>,
): Promise<void> {
  if (!(body instanceof Readable)) throw new Error('the service gave no content')
  body.on('error', () => {}) // one that comes after the last read has nobody else to go to
  let [chunks, bytes]: [Buffer[], number] = [[], 0]
  const flush = async () => {
    if (bytes > 0) await write(chunks, bytes)
    if (body instanceof IncomingMessage) chunks.forEach(giveBack) // else the bytes may be somebody's
    chunks = []
    bytes = 0
  }
  const read = async (abortSignal: AbortSignal, again: () => void) => {
    abortSignal.addEventListener('abort', () => body.destroy(), { once: true })
    try {
      for await (const chunk of body) {
        again()
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes >= WRITE_BYTES) await flush()
      }
    } finally {
      body.destroy()
      if (!abortSignal.aborted) await flush()
    }
  }
  await inTime({ ms: settings.idleTimeoutMs, signal }, read)
}

/**
 * Frees the memory of bytes from the line that are written; the collector would come for it late, and go through the whole
 * process every 16 MB. Only where they are all that was read at once: nobody else can hold anything of it.
 */
function giveBack({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0)
}

function tooMany({ key }: ObjectVersion): StorageError {
  return new StorageError('corrupt', `Could not read ${key}: the service sends more bytes than it announced`, { key })
}
