import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { ConfigError, toError } from '@rittdoc-batch/core'
import type { Hono } from 'hono'

/** A server that listens. */
export interface Listening {
  /** Port that it got. */
  readonly port: number
  /** Ends it with every connection. */
  close(): Promise<void>
}

/** Serves an app. @throws ConfigError when nobody can listen there */
export async function listen(app: Hono, host: string, port: number): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>()
  const server = serve({ fetch: app.fetch, hostname: host, port }, resolve) as Server
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.on('error', reject)
  try {
    const address = await promise
    return { port: address.port, close: () => close(server) }
  } catch (error) {
    throw new ConfigError(`Could not listen on ${host}:${port}: ${toError(error).message}`)
  }
}

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  await promise
}
