import type { Socket } from 'node:net'
import type { Direction, Fault } from './fault.ts'

/** How often a throttled direction may send. */
const SLICE_MS = 20

interface Ends {
  readonly client: Socket
  readonly server: Socket
  /** Told when a fault strikes. */
  readonly onStrike: () => void
}

/** One connection through the proxy: two sockets, and what is done to their bytes. */
export class ProxiedConnection {
  readonly #client: Socket
  readonly #server: Socket
  readonly #onStrike: () => void
  #fault: Fault
  #passed: Record<Direction, number> = { toServer: 0, toClient: 0 }
  #hasStruck = false

  constructor({ client, server, onStrike }: Ends, fault: Fault) {
    this.#client = client
    this.#server = server
    this.#onStrike = onStrike
    this.#fault = fault
    this.#carry('toServer', client, server)
    this.#carry('toClient', server, client)
    this.apply(fault)
  }

  /** Puts a fault in force; bytes count from here. What a fault has struck stays so. */
  apply(fault: Fault): void {
    if (this.#hasStruck) return
    this.#fault = fault
    this.#passed = { toServer: 0, toClient: 0 }
    if (this.#left('toServer') === 0 || this.#left('toClient') === 0) this.#strike()
  }

  destroy(): void {
    this.#client.destroy()
    this.#server.destroy()
  }

  #carry(direction: Direction, from: Socket, to: Socket): void {
    from.on('data', (bytes) => this.#pass(bytes, direction, { from, to }))
    from.on('end', () => this.#later(() => to.end()))
    from.on('error', () => to.destroy()) // the other end learns of it
    from.on('close', () => this.#later(() => to.destroySoon()))
  }

  #pass(bytes: Buffer, direction: Direction, { from, to }: { from: Socket; to: Socket }): void {
    if (this.#hasStruck) return
    if (this.#fault.kind === 'delay') {
      setTimeout(() => to.write(bytes), this.#fault.delayMs)
      return
    }
    const left = this.#left(direction)
    const passing = bytes.subarray(0, left)
    this.#passed[direction] += passing.length
    const isTaken = passing.length === 0 || to.write(passing)
    if (passing.length === left) {
      this.#strike()
      return
    }
    const waitMs = this.#waitMs(passing.length)
    if (isTaken && waitMs === 0) return
    from.pause()
    if (waitMs > 0) setTimeout(() => this.#resume(from), waitMs)
    else to.once('drain', () => this.#resume(from))
  }

  /** Passes on what is no data: in its turn, and not at all when nothing passes. */
  #later(pass: () => void): void {
    if (this.#hasStruck) return
    if (this.#fault.kind === 'delay') setTimeout(pass, this.#fault.delayMs)
    else pass()
  }

  #resume(socket: Socket): void {
    if (!this.#hasStruck) socket.resume()
  }

  #waitMs(bytes: number): number {
    return this.#fault.kind === 'throttle' ? Math.max(SLICE_MS, (bytes / this.#fault.bytesPerSecond) * 1_000) : 0
  }

  /** Bytes that may still pass before the fault strikes. */
  #left(direction: Direction): number {
    const fault = this.#fault
    if (fault.kind !== 'cut' && fault.kind !== 'reset' && fault.kind !== 'stall') return Number.POSITIVE_INFINITY
    if (fault.direction !== undefined && fault.direction !== direction) return Number.POSITIVE_INFINITY
    return Math.max(0, (fault.afterBytes ?? 0) - this.#passed[direction])
  }

  #strike(): void {
    const sockets = [this.#client, this.#server]
    this.#hasStruck = true
    if (this.#fault.kind === 'cut') for (const socket of sockets) socket.destroySoon()
    else if (this.#fault.kind === 'reset') for (const socket of sockets) socket.resetAndDestroy()
    else for (const socket of sockets) socket.pause()
    this.#onStrike()
  }
}
