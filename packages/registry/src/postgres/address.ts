import type pg from 'pg'

/**
 * Times are read and written in UTC, whatever the server's own zone. The server ends a transaction whose process does not go on
 * with it, because it was stopped or its line is dead: others wait for what it has locked.
 */
const SETTINGS = [
  'TimeZone=UTC',
  'DateStyle=ISO',
  'idle_in_transaction_session_timeout=15s',
  'tcp_keepalives_idle=15',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=3',
]

/** How to connect, as the driver takes it. */
export function connectionOf(url: string): pg.ClientConfig {
  const address = new URL(url)
  const given = address.searchParams.get('options')
  address.searchParams.delete('options')
  const ours = SETTINGS.map((setting) => `-c ${setting}`).join(' ')
  const options = given === null ? ours : `${given} ${ours}`
  return {
    ...{ connectionString: address.href, options, connectionTimeoutMillis: 10_000 },
    ...{ keepAlive: true, keepAliveInitialDelayMillis: 15_000 },
  }
}

/** The database without a login, for messages. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}
