import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SshdOptions, startSshd } from '@rittdoc-batch/test-services'
import SftpClient from 'ssh2-sftp-client'
import { expect, onTestFinished, test } from 'vitest'
import { connectLine } from '../src/connection/incoming.ts'
import { useKeyObjects } from '../src/connection/key-objects.ts'
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

test.skipIf(skipped).each([
  ['AES-GCM', 'aes128-gcm@openssh.com', true],
  ['ChaCha20', 'chacha20-poly1305@openssh.com', false],
] as const)('of %s, keys that the library keeps as bytes become objects: %s, %s', async (_, cipher, isMade) => {
  const { host, port, username, password } = await start()
  const { socket } = connectLine({ host, port })
  const client = new SftpClient()
  onTestFinished(async () => void (await client.end()))
  await client.connect({ sock: socket, username, password, algorithms: { cipher: [cipher] } })
  expect(useKeyObjects(client)).toBe(isMade)
  expect(useKeyObjects(client)).toBe(false) // they are objects now
  expect(await client.exists('/upload')).toBe('d')
})
