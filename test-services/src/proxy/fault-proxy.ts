import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Fault } from './fault.ts'
import { ProxiedConnection } from './proxied-connection.ts'

/** Options of {@link startFaultProxy}. */
export interface FaultProxyOptions {
  /** Port of the server behind it. */
  readonly port: number
  /** Host of the server behind it. @default '127.0.0.1' */
  readonly host?: string
  /** Called at the moment in which a fault strikes a connection. @default nothing */
  readonly onStrike?: () => void
}

/** A TCP proxy on loopback that can do what networks do. */
export interface FaultProxy {
  readonly host: string
  readonly port: number
  /** How many connections were accepted so far. */
  readonly accepted: number
  /** How many connections stand. */
  readonly connections: number
  /** Puts a fault in force, for the connections that stand and those to come; it replaces the one before. */
  set(fault: Fault): Promise<void>
  /** Ends every connection that stands, stalled ones too; the proxy goes on. */
  drop(): void
  /** Ends everything. */
  close(): Promise<void>
}

/** Starts a proxy in front of a server, on a free port; everything passes until a fault is set. */
export async function startFaultProxy({
  port,
  host = '127.0.0.1',
  onStrike = () => {},
}: FaultProxyOptions): Promise<FaultProxy> {
  const proxy = new TcpFaultProxy({ port, host }, onStrike)
  await proxy.listen()
  return proxy
}

class TcpFaultProxy implements FaultProxy {
  readonly host = '127.0.0.1'
  port = 0
  accepted = 0
  readonly #target: { readonly port: number; readonly host: string }
  readonly #onStrike: () => void
  readonly #connections = new Set<ProxiedConnection>()
  #fault: Fault = { kind: 'none' }
  #server: Server | undefined

  constructor(target: { readonly port: number; readonly host: string }, onStrike: () => void) {
    this.#target = target
    this.#onStrike = onStrike
  }

  get connections(): number {
    return this.#connections.size
  }

  async listen(): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client))
    this.#server = server.listen(this.port, this.host)
    await once(server, 'listening')
    const address = server.address()
    if (address !== null && typeof address === 'object') this.port = address.port
  }

  async set(fault: Fault): Promise<void> {
    this.#fault = fault
    for (const connection of this.#connections) connection.apply(fault)
    if (fault.kind === 'refuse') this.#stopListening()
    else await this.listen()
  }

  drop(): void {
    for (const connection of this.#connections) connection.destroy()
  }

  async close(): Promise<void> {
    this.#stopListening()
    this.drop()
  }

  #stopListening(): void {
    this.#server?.close()
    this.#server = undefined
  }

  #accept(client: Socket): void {
    this.accepted++
    const server = connect({ ...this.#target, allowHalfOpen: true, noDelay: true })
    const connection = new ProxiedConnection({ client, server, onStrike: this.#onStrike }, this.#fault)
    this.#connections.add(connection)
    client.on('close', () => this.#connections.delete(connection))
  }
}
