import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { hostName, isLoopback } from './loopback.ts'
import type { Sessions } from './sessions.ts'

/** Name of the cookie that holds a session. */
export const SESSION_COOKIE = 'rittdoc_monitor'

/** Where the page is served, and to whom. */
export interface AccessOptions {
  /** Address that is listened on. */
  readonly host: string
  /** Names under which a proxy serves the page. */
  readonly allowedHosts: readonly string[]
  readonly sessions: Sessions
}

/** Decides who may read and who may change. */
export class Access {
  readonly #options: AccessOptions

  constructor(options: AccessOptions) {
    this.#options = options
  }

  /** Whether whoever asks has shown the token, by a header or by logging in. */
  mayChange(c: Context): boolean {
    const { sessions } = this.#options
    const bearer = bearerOf(c)
    return bearer === undefined ? sessions.isSession(getCookie(c, SESSION_COOKIE)) : sessions.isToken(bearer)
  }

  /** On this machine everybody may; a request that a proxy hands on comes from elsewhere. */
  mayRead(c: Context): boolean {
    const isHandedOn = c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined
    const isHere = isLoopback(this.#options.host) && isLoopback(hostName(c.req.header('host') ?? ''))
    return (isHere && !isHandedOn) || this.mayChange(c)
  }

  /**
   * Refuses names that are not ours: a page of somebody else could have its own name lead to this machine, and then read
   * what only this machine may.
   */
  readonly knownHost: MiddlewareHandler = async (c, next) => {
    const { host, allowedHosts } = this.#options
    const name = hostName(c.req.header('host') ?? '')
    const isKnown = !isLoopback(host) || isLoopback(name) || allowedHosts.includes(name)
    if (!isKnown) return c.text(`Unknown host "${name}". Add it to monitor.allowed_hosts\n`, 421)
    await next()
  }

  /** Refuses forms that another site sends. A token in the header is no cookie: no other site can send it. */
  readonly sameSite: MiddlewareHandler = async (c, next) => {
    if (bearerOf(c) !== undefined) return next()
    return sameOrigin(c, next)
  }
}

/** By the host alone: in front of us a proxy may speak TLS. */
const sameOrigin = csrf({
  origin: (origin, c) => URL.parse(origin)?.host === c.req.header('host'),
})

function bearerOf(c: Context): string | undefined {
  return /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
}
