import { storageCode } from '../sftp-error.ts'
import { ConnectionFault } from './connection-fault.ts'
import { within } from './deadline.ts'
import type { SftpSession } from './session.ts'

/** A session that nobody has used for so long may have died unseen: it is asked first. */
const STALE_MS = 5_000
const PROBE_MS = 5_000
/** How long a server that did not take one more connection is not asked for one more. */
const CAP_MS = 30_000

/** Codes of a dial after which there may just be too many connections. */
const MAY_BE_LIMIT = new Set(['unavailable', 'timeout', 'throttled'])

/** Options of {@link SessionPool}. */
export interface SessionPoolOptions {
  readonly maxSessions: number
  readonly idleTimeoutMs: number
  dial(signal: AbortSignal): Promise<SftpSession>
}

interface Member {
  readonly session: SftpSession
  isTransferring: boolean
  calls: number
  usedAt: number
  idle?: NodeJS.Timeout
}

interface Waiter {
  readonly isTransfer: boolean
  readonly resolve: (member: Member) => void
  readonly reject: (error: unknown) => void
}

/**
 * A few sessions for everybody. A transfer has a session to itself but for short calls, which share. New sessions are
 * dialled one after the other, when there is work for them; lost ones are replaced when the next work comes.
 */
export class SessionPool {
  readonly #options: SessionPoolOptions
  readonly #members = new Set<Member>()
  readonly #closing = new AbortController()
  #waiters: Waiter[] = []
  #isDialling = false
  #cap: { readonly sessions: number; readonly until: number } | undefined

  constructor(options: SessionPoolOptions) {
    this.#options = options
  }

  /**
   * Runs a short call on any session. It runs once more when its session turns out to be lost: that may have happened
   * long before, unseen, and short calls may be repeated.
   */
  async call<T>(work: (session: SftpSession) => Promise<T>, signal?: AbortSignal): Promise<T> {
    let used: SftpSession | undefined
    const noting = (session: SftpSession) => {
      used = session
      return work(session)
    }
    try {
      return await this.#run(false, noting, signal)
    } catch (error) {
      if (used?.lost === undefined || signal?.aborted || this.#closing.signal.aborted) throw error
      return this.#run(false, work, signal)
    }
  }

  /** Runs a transfer, as soon as a session has none. */
  transfer<T>(work: (session: SftpSession) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#run(true, work, signal)
  }

  /** Ends every session and everything that waits, within seconds. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#rejectAll(new ConnectionFault('unavailable', 'the storage was closed'))
    await Promise.all([...this.#members].map(({ session }) => session.end()))
  }

  async #run<T>(isTransfer: boolean, work: (session: SftpSession) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const member = await this.#take(isTransfer, signal)
    try {
      return await work(member.session)
    } finally {
      this.#giveBack(member, isTransfer)
    }
  }

  async #take(isTransfer: boolean, signal?: AbortSignal): Promise<Member> {
    for (;;) {
      signal?.throwIfAborted()
      const member = await this.#wait(isTransfer, signal)
      if (await this.#isAlive(member)) return member
      this.#giveBack(member, isTransfer)
    }
  }

  async #wait(isTransfer: boolean, signal?: AbortSignal): Promise<Member> {
    const { promise, resolve, reject } = Promise.withResolvers<Member>()
    const waiter = { isTransfer, resolve, reject }
    const leave = () => {
      this.#waiters = this.#waiters.filter((other) => other !== waiter)
      reject(signal?.reason)
    }
    this.#waiters.push(waiter)
    signal?.addEventListener('abort', leave, { once: true })
    this.#serve()
    try {
      return await promise
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }

  /** Gives sessions to those who wait, in turn, and dials for those who are left. */
  #serve(): void {
    if (this.#closing.signal.aborted) this.#rejectAll(new ConnectionFault('unavailable', 'the storage is closed'))
    this.#waiters = this.#waiters.filter((waiter) => {
      const member = this.#pick(waiter.isTransfer)
      if (member === undefined) return true
      clearTimeout(member.idle)
      if (waiter.isTransfer) member.isTransferring = true
      else member.calls++
      waiter.resolve(member)
      return false
    })
    if (this.#waiters.length > 0 && !this.#isDialling && this.#members.size < this.#limit()) void this.#dial()
  }

  #pick(isTransfer: boolean): Member | undefined {
    const weight = (member: Member) => member.calls + (member.isTransferring ? 1_000 : 0)
    const [lightest] = [...this.#members].sort((a, b) => weight(a) - weight(b))
    return isTransfer && lightest?.isTransferring ? undefined : lightest
  }

  #limit(): number {
    const cap = this.#cap !== undefined && this.#cap.until > Date.now() ? this.#cap.sessions : Number.POSITIVE_INFINITY
    return Math.min(this.#options.maxSessions, cap)
  }

  async #dial(): Promise<void> {
    this.#isDialling = true
    try {
      this.#add(await this.#options.dial(this.#closing.signal))
    } catch (error) {
      if (this.#members.size > 0 && MAY_BE_LIMIT.has(storageCode(error))) {
        this.#cap = { sessions: this.#members.size, until: Date.now() + CAP_MS } // those there are will do
      } else {
        this.#rejectAll(error)
      }
    } finally {
      this.#isDialling = false
      this.#serve()
    }
  }

  #add(session: SftpSession): void {
    const member: Member = { session, isTransferring: false, calls: 0, usedAt: Date.now() }
    if (this.#closing.signal.aborted) void session.end()
    else this.#members.add(member)
    session.onLost(() => {
      clearTimeout(member.idle)
      this.#members.delete(member)
      this.#serve()
    })
  }

  #giveBack(member: Member, isTransfer: boolean): void {
    if (isTransfer) member.isTransferring = false
    else member.calls--
    member.usedAt = Date.now()
    if (!member.isTransferring && member.calls === 0 && member.session.lost === undefined) {
      member.idle = setTimeout(() => this.#retire(member), this.#options.idleTimeoutMs)
      member.idle.unref()
    }
    this.#serve()
  }

  #retire(member: Member): void {
    this.#members.delete(member)
    void member.session.end()
  }

  async #isAlive({ session, usedAt }: Member): Promise<boolean> {
    if (session.lost !== undefined) return false
    if (Date.now() - usedAt < STALE_MS) return true
    const probe = session.request<string>((channel, answer) => channel.realpath('.', answer))
    const fault = new ConnectionFault('timeout', `the server did not answer for ${PROBE_MS} ms`)
    return within(probe, { timeoutMs: PROBE_MS, onTimeout: () => fault }).then(
      () => true,
      (error) => {
        if (error === fault) session.lose(fault)
        return session.lost === undefined
      },
    )
  }

  #rejectAll(error: unknown): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const { reject } of waiters) reject(error)
  }
}
