import { setTimeout as delay } from 'node:timers/promises'
import { type Context, Hono } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { runningNow } from '../page/running-now.ts'
import type { LiveChange } from '../watch/live-state.ts'
import type { Watched } from '../watch/watched.ts'

/** Pages that may follow at the same time. */
const MOST_FOLLOWERS = 100
/** Between two messages at least, in milliseconds. */
const PAUSE_MS = 250
/** So often while books are in work, for the time that they take; in milliseconds. */
const BUSY_MS = 1_000
/** So often at least, so that a connection that is dead shows; in milliseconds. */
const IDLE_MS = 15_000
/** Between two requests to read the rest of the page again, in milliseconds. */
const REFRESH_MS = 2_000

/** Tells what runs now as it changes, and when the rest of the page is worth reading again. */
export function liveRoute(watched: Watched, stopping: AbortSignal): Hono {
  let followers = 0
  const routes = new Hono()
  routes.get('/live', (c: Context) => {
    if (followers >= MOST_FOLLOWERS) return c.text('Too many pages are open\n', 503)
    followers++
    return streamSSE(c, async (stream) => {
      const ended = new AbortController()
      stream.onAbort(() => ended.abort())
      await follow(watched, stream, AbortSignal.any([ended.signal, stopping])).finally(() => {
        followers--
      })
    })
  })
  return routes
}

async function follow(watched: Watched, stream: SSEStreamingApi, signal: AbortSignal): Promise<void> {
  const changes = new Changes()
  const end = watched.live.onChange((change) => changes.note(change))
  let refreshedAt = Number.NEGATIVE_INFINITY
  let staleSince: number | undefined = performance.now() // since the page was made, or a connection before was lost
  try {
    while (!signal.aborted) {
      if (changes.take().has('changed')) staleSince = performance.now()
      await stream.writeSSE({ data: String(runningNow(watched)) })
      const now = performance.now()
      if (staleSince !== undefined && now - refreshedAt >= REFRESH_MS && watched.knows(staleSince)) {
        await stream.writeSSE({ event: 'refresh', data: 'now' })
        refreshedAt = now
        staleSince = undefined
      }
      await delay(PAUSE_MS, undefined, { signal })
      await changes.wait(staleSince !== undefined || watched.live.running.length > 0 ? BUSY_MS : IDLE_MS, signal)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    end()
  }
}

/** Changes since the last look. */
class Changes {
  #noted = new Set<LiveChange>()
  #wake: (() => void) | undefined

  note(change: LiveChange): void {
    this.#noted.add(change)
    this.#wake?.()
  }

  take(): ReadonlySet<LiveChange> {
    const noted = this.#noted
    this.#noted = new Set()
    return noted
  }

  /** Resolves at a change, at the latest after so many milliseconds. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#noted.size > 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    clearTimeout(timer)
    this.#wake = undefined
  }
}
