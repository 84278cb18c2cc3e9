import { once } from 'node:events'
import { createServer } from 'node:net'

/** Options of {@link freePort}. */
export interface FreePortOptions {
  /** Loopback address that the port must be free on. @default '127.0.0.1' */
  readonly host?: string
}

/** A TCP port that nothing listens on at this moment. */
export async function freePort({ host = '127.0.0.1' }: FreePortOptions = {}): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address')
  return address.port
}
