import { createTransport } from 'nodemailer'
import type { Channel } from './notice.ts'

/** Options of {@link emailChannel}. */
export interface EmailOptions {
  /** Name or address of the mail server. */
  readonly host: string
  /** @default 587, or 465 with `tls` */
  readonly port?: number | undefined
  /**
   * `starttls`: the connection is encrypted before anything is said, or nothing is. `tls`: from its beginning. `none`: never,
   * for a server on this machine.
   * @default 'starttls'
   */
  readonly security?: 'starttls' | 'tls' | 'none' | undefined
  /** Name and password to log in with. @default without logging in */
  readonly login?: { readonly username: string; readonly password: string } | undefined
  readonly from: string
  readonly to: readonly string[]
}

/** How long the server may be silent, in milliseconds. */
const SILENCE_MS = 15_000

/** Sends notices by mail. */
export function emailChannel({ host, port, security = 'starttls', login, from, to }: EmailOptions): Channel {
  const timeouts = { connectionTimeout: SILENCE_MS, greetingTimeout: SILENCE_MS, socketTimeout: SILENCE_MS }
  const transport = createTransport({
    host,
    port: port ?? (security === 'tls' ? 465 : 587),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(login === undefined ? {} : { auth: { user: login.username, pass: login.password } }),
    ...timeouts,
  })
  return {
    name: 'email',
    async send({ title, text, at, host: machine, kind }) {
      const subject = `[rittdoc-batch] ${title}`
      const body = `${text}\n\n${machine}, ${at.toISOString()}\n`
      const headers = { 'X-Rittdoc-Notice': kind, 'Auto-Submitted': 'auto-generated' }
      await transport.sendMail({ from, to: [...to], subject, text: body, headers })
    },
  }
}
