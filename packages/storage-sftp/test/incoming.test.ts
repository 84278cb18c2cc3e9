import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connectLine, type Line } from '../src/connection/incoming.ts'

/** A line to a server of this test, and the socket at its other end. */
async function openLine(): Promise<{ readonly line: Line; readonly far: Socket }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted: Promise<[Socket]> = once(server, 'connection') as Promise<[Socket]>
  const line = connectLine({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  const [far] = await accepted
  onTestFinished(() => {
    line.socket.destroy()
    far.destroy()
    server.close()
  })
  return { line, far }
}

/** A packet of AES-GCM as it lies on the line: its length, so many bytes of one letter, and a tag. */
function packet(length: number, letter: string): Buffer {
  const bytes = Buffer.alloc(4 + length + 16, letter)
  bytes.writeUInt32BE(length)
  return bytes
}

/** Copies of what comes in, until it is so much. */
async function takeBytes({ socket }: Line, bytes: number): Promise<Buffer[]> {
  const taken: Buffer[] = []
  let rest = bytes
  await new Promise<void>((resolve) => {
    const take = (piece: Buffer) => {
      taken.push(Buffer.from(piece))
      rest -= piece.length
      if (rest > 0) return
      socket.off('data', take)
      resolve()
    }
    socket.on('data', take)
  })
  return taken
}

test('packets come whole, however they are cut on the line', async () => {
  const { line, far } = await openLine()
  line.takePackets()
  const lengths = Array.from({ length: 400 }, (_, n) => 16 * (1 + ((n * 977) % 2_048)))
  const packets = lengths.map((length, n) => packet(length, String.fromCharCode(97 + (n % 26))))
  const all = Buffer.concat(packets)
  const taken = takeBytes(line, all.length)
  for (let at = 0, size = 1; at < all.length; at += size, size = 1 + ((size * 7) % 99_991)) {
    if (!far.write(all.subarray(at, at + size))) await once(far, 'drain')
  }
  expect(await taken).toEqual(packets)
})

test('what is no packet is given as it comes', async () => {
  const { line, far } = await openLine()
  const before = takeBytes(line, 5)
  far.write('hello')
  expect(Buffer.concat(await before).toString()).toBe('hello')
  line.takePackets()
  const bytes = Buffer.concat([packet(32, 'a'), Buffer.alloc(100_000, 255)])
  const taken = takeBytes(line, bytes.length)
  far.write(bytes)
  const [first, ...others] = await taken
  expect(first).toEqual(packet(32, 'a'))
  expect(Buffer.concat(others)).toEqual(Buffer.alloc(100_000, 255))
})
