import pRetry from 'p-retry'
import { connectionOf } from './address.ts'
import { PromptClient } from './prompt-client.ts'
import { WORK_CHANNEL } from './work-channel.ts'

/** What is watched, and who is told. */
export interface Watch {
  readonly url: string
  readonly applicationName: string
  readonly storage: string
  readonly onWork: () => void
}

/** How long the server may take to answer, in milliseconds. */
const ANSWER_MS = 20_000

/**
 * Listens on a connection of its own (`LISTEN`), which is made again for as long as it takes whenever it breaks. What was
 * told meanwhile is made up for by telling once it stands again.
 * @returns a function that ends it
 */
export async function watchWork(watch: Watch): Promise<() => Promise<void>> {
  const ended = new AbortController()
  let stopListening: (() => Promise<void>) | undefined
  const keepListening = async () => {
    while (!ended.signal.aborted) {
      const { closed, close } = await pRetry(() => listen(watch), {
        ...{ retries: Number.POSITIVE_INFINITY, minTimeout: 200, maxTimeout: 5_000, randomize: true },
        signal: ended.signal,
      })
      stopListening = close
      if (ended.signal.aborted) return close()
      watch.onWork()
      await closed
    }
  }
  const listening = keepListening().catch(() => {}) // it was ended while it waited
  return async () => {
    ended.abort()
    await stopListening?.()
    await listening
  }
}

/** A connection that listens. */
interface Listening {
  /** Resolves when it has gone, however. */
  readonly closed: Promise<void>
  close(): Promise<void>
}

async function listen({ url, applicationName, storage, onWork }: Watch): Promise<Listening> {
  const client = new PromptClient({
    ...{ ...connectionOf(url), application_name: `${applicationName} listener` },
    query_timeout: ANSWER_MS,
  })
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  client.on('error', () => resolve())
  client.on('end', () => resolve())
  const close = async () => {
    client.on('error', () => {})
    await client.end().catch(() => {})
  }
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>(SCHEMA)
    client.on('notification', ({ payload }) => {
      if (payload === `${rows[0]?.name} ${storage}`) onWork()
    })
    await client.query(`LISTEN ${WORK_CHANNEL}`)
    return { closed: closed.then(close), close }
  } catch (error) {
    await close()
    throw error
  }
}

const SCHEMA = `SELECT nspname AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE pg_class.oid = 'files'::regclass`
