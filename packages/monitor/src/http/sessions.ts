import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long somebody stays logged in, in milliseconds. */
const SESSION_MS = 12 * 3_600_000
/** Wrong tokens in one minute, from whomever, after which nobody is let in for the rest of it. */
const WRONG_TOKENS = 10
const MINUTE_MS = 60_000

/** What came of trying to log in. */
export type LogIn =
  | { readonly result: 'ok'; readonly session: string; readonly seconds: number }
  | { readonly result: 'wrong' | 'too_many' }

/** Who has shown the token. Sessions live in this process and end with it. */
export class Sessions {
  readonly #token: string | undefined
  readonly #until = new Map<string, number>()
  #wrong: number[] = []

  constructor(token: string | undefined) {
    this.#token = token
  }

  /** Whether there is a token at all. */
  get hasToken(): boolean {
    return this.#token !== undefined
  }

  logIn(token: string, now = Date.now()): LogIn {
    this.#wrong = this.#wrong.filter((at) => now - at < MINUTE_MS)
    if (this.#wrong.length >= WRONG_TOKENS) return { result: 'too_many' }
    if (!this.isToken(token)) {
      this.#wrong.push(now)
      return { result: 'wrong' }
    }
    for (const [session, until] of this.#until) if (until <= now) this.#until.delete(session)
    const session = randomBytes(32).toString('base64url')
    this.#until.set(session, now + SESSION_MS)
    return { result: 'ok', session, seconds: SESSION_MS / 1_000 }
  }

  logOut(session: string | undefined): void {
    if (session !== undefined) this.#until.delete(session)
  }

  isSession(session: string | undefined, now = Date.now()): boolean {
    return session !== undefined && (this.#until.get(session) ?? 0) > now
  }

  /** Takes the same time whatever is wrong with it. */
  isToken(given: string): boolean {
    if (this.#token === undefined) return false
    const hash = (text: string) => createHash('sha256').update(text).digest()
    return timingSafeEqual(hash(given), hash(this.#token))
  }
}
