import { connect, type Socket } from 'node:net'

/** Bytes that are taken from the line at once, as many as Node takes. */
const READ_BYTES = 65_536
/** The beginning of a packet and what is read after it. */
const BUFFER_BYTES = 2 * READ_BYTES
/** Of a packet of AES-GCM (RFC 5647): its length, which is not enciphered and does not count itself, and its tag. */
const LENGTH_BYTES = 4
const TAG_BYTES = 16
/** ssh2 takes no larger packets. */
const MOST_PACKET_BYTES = 35_000

/** A connection to a server, as `data` events of its socket give what comes in. */
export interface Line {
  readonly socket: Socket
  /**
   * From now on packets of AES-GCM come in, and every event is a whole one. All of them lie in the same buffer, and are
   * gone with the next. Call it when nothing of a packet has come.
   */
  takePackets(): void
}

/**
 * Connects to a server. Node gives every piece that comes in a buffer of 64 kB, and who deciphers a packet in two pieces
 * puts them together in another one: with one buffer, and packets that come whole, no memory is needed.
 */
export function connectLine({ host, port }: { readonly host: string; readonly port: number }): Line {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  let [start, end] = [0, 0]
  let comesInPackets = false
  const free = (): Buffer => {
    if (BUFFER_BYTES - end < READ_BYTES) {
      buffer.copyWithin(0, start, end)
      ;[start, end] = [0, end - start]
    }
    return buffer.subarray(end, end + READ_BYTES)
  }
  const take = (bytes: number): boolean => {
    end += bytes
    while (comesInPackets && end - start > LENGTH_BYTES) {
      const packetBytes = LENGTH_BYTES + buffer.readUInt32BE(start) + TAG_BYTES
      if (packetBytes > MOST_PACKET_BYTES) comesInPackets = false // the reader finds that it is none
      if (packetBytes > end - start) break
      start += packetBytes
      socket.emit('data', buffer.subarray(start - packetBytes, start))
    }
    if (!comesInPackets) {
      socket.emit('data', Buffer.from(buffer.subarray(start, end)))
      start = end
    }
    if (start === end) [start, end] = [0, 0]
    return true // go on reading
  }
  // Without noDelay small writes wait for acknowledgements.
  const socket: Socket = connect({ host, port, noDelay: true, onread: { buffer: free, callback: take } })
  return {
    socket,
    takePackets() {
      comesInPackets = true
    },
  }
}
