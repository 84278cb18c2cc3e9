import type { Socket } from 'node:net'
import type { SFTPWrapper } from 'ssh2'
import type SftpClient from 'ssh2-sftp-client'
import { connectionFault } from '../sftp-error.ts'
import { ConnectionFault } from './connection-fault.ts'
import { within } from './deadline.ts'

/** How long a server gets to say goodbye. */
const END_MS = 1_500

/** A connection that is ready for use. */
export interface Opened {
  readonly client: SftpClient
  readonly socket: Socket
  readonly channel: SFTPWrapper
  readonly answerTimeoutMs: number
}

/** How the server answers one request: by an error, or by a value. */
export type Answer<T> = (error: Error | null | undefined, value?: T) => void

/**
 * One connection with one SFTP channel. Every request ends: by its answer, by the loss of the connection, or because
 * nothing was answered for too long, after which the connection is given up.
 */
export class SftpSession {
  /** Set once, when the connection is lost. */
  lost: ConnectionFault | undefined
  readonly #opened: Opened
  readonly #open = new Set<(fault: ConnectionFault) => void>()
  readonly #onLost: (() => void)[] = []
  #watchdog: NodeJS.Timeout | undefined

  constructor(opened: Opened) {
    this.#opened = opened
    const { client, channel } = opened
    const lose = (error: unknown) => this.lose(connectionFault(error))
    const closed = () => this.lose(new ConnectionFault('unavailable', 'the server closed the connection'))
    client.on('error', lose)
    client.on('end', closed)
    client.on('close', closed)
    channel.on('error', lose) // for example an answer that is no SFTP: unheard it would end the process
    channel.on('end', closed)
    channel.on('close', closed)
  }

  /** Sends a request. `send` gets the channel and what to call with the answer. */
  request<T>(send: (channel: SFTPWrapper, answer: Answer<T>) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.lost !== undefined) return reject(this.lost)
      this.#open.add(reject)
      if (this.#open.size === 1) this.#watch()
      const settle = () => {
        this.#open.delete(reject)
        this.#watch()
      }
      try {
        this.#gather()
        send(this.#opened.channel, (error, value) => {
          settle()
          if (error) reject(this.lost ?? error)
          else resolve(value as T) // requests without a value are typed as void by who sends them
        })
      } catch (error) {
        settle()
        reject(error)
      }
    })
  }

  /** Gives the connection up: everything that waits for an answer rejects. */
  lose(fault: ConnectionFault): void {
    if (this.lost !== undefined) return
    this.lost = fault
    clearTimeout(this.#watchdog)
    this.#opened.socket.destroy()
    for (const reject of this.#open) reject(fault)
    this.#open.clear()
    for (const tell of this.#onLost) tell()
  }

  onLost(tell: () => void): void {
    this.#onLost.push(tell)
  }

  /** Says goodbye, within seconds. */
  async end(): Promise<void> {
    if (this.lost !== undefined) return
    await within(this.#opened.client.end(), { timeoutMs: END_MS }).catch(() => {}) // it is given up in any case
    this.lose(new ConnectionFault('unavailable', 'the connection was closed'))
  }

  /** Sends what is written in this turn in one piece: the library writes packet by packet, a system call for each. */
  #gather(): void {
    const { socket } = this.#opened
    if (socket.writableCorked > 0) return
    socket.cork()
    process.nextTick(() => socket.uncork())
  }

  /** Starts the wait for the next answer, whichever it is. */
  #watch(): void {
    clearTimeout(this.#watchdog)
    if (this.#open.size === 0 || this.lost !== undefined) return
    const { answerTimeoutMs } = this.#opened
    const reason = `the server did not answer for ${answerTimeoutMs} ms`
    this.#watchdog = setTimeout(() => this.lose(new ConnectionFault('timeout', reason)), answerTimeoutMs)
  }
}
