import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** A mail server on loopback that keeps what it gets. */
export interface MailServer {
  readonly port: number
  /** Mails as they came, with who sent them to whom. */
  readonly mails: { readonly from: string; readonly to: readonly string[]; readonly content: string }[]
  /** Resolves when this many mails have come. */
  arrived(count: number): Promise<void>
}

/** Starts one that asks for a login, or not. It knows no STARTTLS unless it is asked for. */
export async function startMailServer(
  options: { readonly login?: { username: string; password: string }; readonly starttls?: boolean } = {},
): Promise<MailServer> {
  const mails: MailServer['mails'] = []
  const watchers = new Set<() => void>()
  const server = new SMTPServer({
    authOptional: options.login === undefined,
    allowInsecureAuth: true,
    disabledCommands: options.starttls === true ? [] : ['STARTTLS'],
    onAuth({ username, password }, _session, callback) {
      const isRight = username === options.login?.username && password === options.login?.password
      callback(isRight ? null : new Error('Wrong login'), { user: username })
    },
    onData(stream, { envelope }, callback) {
      text(stream).then((content) => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), content })
        for (const look of watchers) look()
        callback()
      }, callback)
    },
  })
  server.on('error', () => {}) // clients that hang up
  const listening = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', () => listening.resolve())
  await listening.promise
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    arrived: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (mails.length >= count) resolve()
        }
        watchers.add(look)
        look()
      }),
  }
}
