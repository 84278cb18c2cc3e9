import { once } from 'node:events'
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A request as the client sent it. */
export interface Asked {
  readonly method: string
  /** Path without the query, as it was encoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

/** What the service answered. */
export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** What the client gets. */
export interface Passed extends Omit<Answered, 'body'> {
  /** Pieces are sent one by one; when they end with an error, the connection is cut there. */
  readonly body: Buffer | AsyncIterable<Buffer>
}

/** HTTP between a storage and a service: keeps what is asked, and may change what is answered. */
export interface HttpRelay {
  readonly endpoint: string
  readonly asked: readonly Asked[]
}

/** What the client gets instead of the answer. */
export type ChangeAnswer = (answered: Answered, asked: Asked) => Passed | Promise<Passed>

/** Starts a relay in front of a service; it ends with the test. Host names are passed on, so that signatures stay good. */
export async function startHttpRelay(
  service: string,
  change: ChangeAnswer = (answered) => answered,
): Promise<HttpRelay> {
  const asked: Asked[] = []
  const agent = new Agent({ keepAlive: true })
  const server = createServer((incoming, response) => {
    const { pathname, searchParams } = new URL(`http://relay${incoming.url}`)
    const now = { method: incoming.method ?? '', path: pathname, query: searchParams, headers: incoming.headers }
    asked.push(now)
    relay(incoming, { service, agent })
      .then((answered) => change(answered, now))
      .then((answered) => send(response, answered))
      .catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    agent.destroy()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

async function relay(incoming: IncomingMessage, to: { service: string; agent: Agent }): Promise<Answered> {
  const { method = 'GET', headers, url: path = '/' } = incoming
  const { hostname, port } = new URL(to.service)
  const outgoing = request({ hostname, port, method, path, headers, agent: to.agent })
  incoming.pipe(outgoing)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  const body = await buffer(answer)
  const { 'transfer-encoding': _, ...rest } = answer.headers // what is kept whole is sent whole
  const length = method === 'HEAD' ? {} : { 'content-length': String(body.length) }
  return { status: answer.statusCode ?? 0, headers: { ...rest, ...length }, body }
}

async function send(response: ServerResponse, { status, headers, body }: Passed): Promise<void> {
  response.writeHead(status, headers)
  for await (const piece of Buffer.isBuffer(body) ? [body] : body) {
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    if (response.destroyed) return
  }
  response.end()
}
