import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SshdOptions, startSshd } from '@rittdoc-batch/test-services'
import type { CipherAlgorithm } from 'ssh2'
import SftpClient from 'ssh2-sftp-client'
import { expect, onTestFinished, test } from 'vitest'
import { connectLine } from '../src/connection/incoming.ts'
import { useKeyObjects } from '../src/connection/key-objects.ts'
import { freePackets } from '../src/connection/packet-memory.ts'
import { openFile, type Range, readRange } from '../src/connection/requests.ts'
import { SftpSession } from '../src/connection/session.ts'
import { loginTo, skipped } from './support/open-ssh.ts'
import { useStorage } from './support/open-storage.ts'
import { putRemote, statOf } from './support/remote-file.ts'
import { tempDir } from './support/temp-dir.ts'

const start = async (...config: string[]) => {
  const sshd = await startSshd({ config } satisfies SshdOptions)
  onTestFinished(() => sshd.stop())
  return sshd
}

test.skipIf(skipped).each([
  ['AES-GCM', 'Ciphers aes128-gcm@openssh.com'],
  ['AES-GCM with another key after every megabyte', 'RekeyLimit 1M'],
  ['ChaCha20', 'Ciphers chacha20-poly1305@openssh.com'],
  ['AES-CTR', 'Ciphers aes256-ctr'],
])('what comes and goes by %s is what was there, several files at a time', async (_, config) => {
  const sshd = await start(config)
  const storage = useStorage({ ...loginTo(sshd), maxConnections: 2 })
  const folder = await tempDir()
  const files = Array.from({ length: 6 }, (_, n) => ({ name: `${n}.pdf`, bytes: randomBytes(700_001 * (n + 1)) }))
  await Promise.all(files.map(({ name, bytes }) => putRemote(sshd, `upload/in/${name}`, bytes)))
  await Promise.all(
    files.map(async ({ name, bytes }) => {
      await storage.download(await statOf(storage, `upload/in/${name}`), join(folder, name))
      await storage.upload(join(folder, name), `upload/out/${name}`)
      expect((await readFile(join(folder, name))).equals(bytes)).toBe(true)
      expect((await readFile(join(sshd.uploads, 'out', name))).equals(bytes)).toBe(true)
    }),
  )
  expect((await Array.fromAsync(storage.list('upload/out/'))).map(({ key }) => key)).toEqual(
    files.map(({ name }) => `upload/out/${name}`),
  )
})

const connect = async (cipher: CipherAlgorithm) => {
  const sshd = await start()
  const { host, port, username, password } = sshd
  const { socket } = connectLine({ host, port })
  const client = new SftpClient()
  onTestFinished(async () => void (await client.end()))
  const channel = await client.connect({ sock: socket, username, password, algorithms: { cipher: [cipher] } })
  return { sshd, client, socket, channel }
}

test.skipIf(skipped).each([
  ['AES-GCM', 'aes128-gcm@openssh.com', true],
  ['ChaCha20', 'chacha20-poly1305@openssh.com', false],
  ['AES-CTR', 'aes128-ctr', false],
] as const)('of %s, keys that the library keeps as bytes become objects: %s, %s', async (_, cipher, isMade) => {
  const { client } = await connect(cipher)
  expect(useKeyObjects(client)).toBe(isMade)
  expect(useKeyObjects(client)).toBe(false) // they are objects now
  expect(await client.exists('/upload')).toBe('d')
})

test.skipIf(skipped)('memory of what comes in is given back when it was copied, and only then', async () => {
  const { sshd, ...opened } = await connect('aes128-gcm@openssh.com')
  const bytes = randomBytes(2_000_000)
  await putRemote(sshd, 'upload/large.pdf', bytes)
  const packets: Uint8Array[] = []
  const channel = opened.channel as unknown as { push(packet: Uint8Array | null): unknown }
  const push = channel.push
  channel.push = (packet) => {
    if (packet !== null) packets.push(packet)
    return push.call(channel, packet)
  }
  freePackets(opened.channel)
  const session = new SftpSession({ ...opened, answerTimeoutMs: 10_000 })
  const open = () => openFile(session, '/upload/large.pdf', 'r')
  const first = await open()
  const target = Buffer.alloc(bytes.length)
  const ranges = Array.from({ length: 10 }, (_, n) => ({ offset: n * 200_000, length: 200_000 }))
  const read = (handle: Buffer, { offset, length }: Range) =>
    readRange(session, handle, target.subarray(offset, offset + length), { offset, length })
  // Short answers come in the packets in which long ones end, and are held.
  const handles = await Promise.all(ranges.map((range) => Promise.all([open(), read(first, range)])))
  expect(target.equals(bytes)).toBe(true)
  target.fill(0)
  await Promise.all(ranges.map((range, n) => read(handles[n]?.[0] as Buffer, range)))
  expect(target.equals(bytes)).toBe(true)
  // Packets in which a message begins are left to the collector.
  const freed = packets.filter((packet) => packet.buffer instanceof ArrayBuffer && packet.buffer.detached)
  expect(freed.length).toBeGreaterThan(20)
  expect(freed.length).toBeLessThan(packets.length)
})
