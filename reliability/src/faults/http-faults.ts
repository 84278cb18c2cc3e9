import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Address } from '../place/place.ts'

/** What a service answers in place of what was asked. */
export interface HttpFault {
  readonly status: number
  /** The name that S3 gives to the error. */
  readonly code: string
  /** The requests that are answered so. @default every one */
  readonly only?: ((request: { readonly method: string; readonly path: string }) => boolean) | undefined
}

/** HTTP in front of a service that can answer as the service does on a bad day. */
export interface HttpFaults extends Address {
  /** How many requests were answered with a fault since the last one was set. */
  readonly struck: number
  /** Puts a fault in force; undefined: everything passes. */
  set(fault: HttpFault | undefined): void
  close(): Promise<void>
}

/** Starts it on loopback. Host names are passed on, so that signatures stay good. */
export async function startHttpFaults({ host, port }: Address): Promise<HttpFaults> {
  const state: { fault: HttpFault | undefined; struck: number } = { fault: undefined, struck: 0 }
  const agent = new Agent({ keepAlive: true })
  const server = createServer((incoming, response) => {
    const asked = { method: incoming.method ?? '', path: incoming.url ?? '' }
    const { fault } = state
    if (fault !== undefined && (fault.only?.(asked) ?? true)) {
      state.struck++
      answer(incoming, response, fault)
    } else pass(incoming, response, { host, port, agent })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port')
  return {
    ...{ host: '127.0.0.1', port: address.port },
    get struck() {
      return state.struck
    },
    set(fault) {
      Object.assign(state, { fault, struck: 0 })
    },
    async close() {
      server.close()
      server.closeAllConnections()
      agent.destroy()
    },
  }
}

function answer(incoming: IncomingMessage, response: ServerResponse, { status, code }: HttpFault): void {
  incoming.resume().on('end', () => {
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>Not now.</Message></Error>`)
  })
}

function pass(incoming: IncomingMessage, response: ServerResponse, to: Address & { readonly agent: Agent }): void {
  const { method, headers, url: path } = incoming
  const outgoing = request({ ...to, method, headers, path }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(response)
    answered.on('error', () => response.destroy())
  })
  outgoing.on('error', () => response.destroy())
  incoming.pipe(outgoing)
}
