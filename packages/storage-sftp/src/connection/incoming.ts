import { connect, type Socket } from 'node:net'

/** Bytes that are taken from the line at once, as many as Node takes. */
const BUFFER_BYTES = 65_536

/** A connection to a server, as `data` events of its socket give what comes in. */
export interface Line {
  readonly socket: Socket
  /** From now on everything that comes in lies in the same buffer, and is gone with the next that comes. */
  reuseBuffer(): void
}

/**
 * Connects to a server. Node gives every piece that comes in a buffer of 64 kB, and getting rid of them takes a tenth of
 * a large download: who copies what comes in can do with one.
 */
export function connectLine({ host, port }: { readonly host: string; readonly port: number }): Line {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  let isReused = false
  const take = (bytes: number): boolean => {
    const piece = buffer.subarray(0, bytes)
    socket.emit('data', isReused ? piece : Buffer.from(piece))
    return true // go on reading
  }
  // Without noDelay small writes wait for acknowledgements.
  const socket: Socket = connect({ host, port, noDelay: true, onread: { buffer, callback: take } })
  return {
    socket,
    reuseBuffer() {
      isReused = true
    },
  }
}
