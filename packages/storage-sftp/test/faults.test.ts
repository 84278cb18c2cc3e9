import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SftpStorageOptions } from '@rittdoc-batch/storage-sftp'
import { type FaultProxy, startFaultProxy } from '@rittdoc-batch/test-services'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loginTo, skipped, useSshd } from './support/open-ssh.ts'
import { useStorage } from './support/open-storage.ts'
import { putRemote, statOf } from './support/remote-file.ts'
import { tempDir } from './support/temp-dir.ts'
import { waitFor } from './support/wait-for.ts'

const LARGE = Buffer.alloc(8_000_000, 'book')

/** For servers that fall silent: short enough to wait for, long enough for a busy machine to answer otherwise. */
const SHORT = { connectTimeoutMs: 1_500, answerTimeoutMs: 1_500 }

describe.skipIf(skipped !== undefined)('behind a network with faults', () => {
  const server = useSshd()
  let proxy: FaultProxy

  beforeEach(async () => {
    proxy = await startFaultProxy({ port: server.sshd.port })
  })
  afterEach(() => proxy.close())

  const use = (options: Partial<SftpStorageOptions> = {}) =>
    useStorage({
      ...loginTo(server.sshd),
      ...{
        port: proxy.port,
        knownHosts: server.sshd.knownHosts.replaceAll(`:${server.sshd.port} `, `:${proxy.port} `),
      },
      ...{ connectTimeoutMs: 20_000, answerTimeoutMs: 20_000 },
      ...options,
    })

  test('a closed port is told as unavailable, and the next call works once it is open', async () => {
    await proxy.set({ kind: 'refuse' })
    const storage = use()
    await expect(storage.open()).rejects.toMatchObject({
      ...{ code: 'unavailable', message: expect.stringContaining('ECONNREFUSED') },
    })
    await expect(storage.stat('upload/x')).rejects.toMatchObject({ code: 'unavailable' })
    await proxy.set({ kind: 'none' })
    expect(await storage.stat('upload/x')).toBeUndefined()
  })

  test.each([
    ['that accepts and says nothing', 0],
    ['that falls silent while keys are exchanged', 300],
    ['that falls silent at the login', 1_800],
  ])('a server %s is told as a timeout, within the deadline', async (_what, afterBytes) => {
    await proxy.set({ kind: 'stall', afterBytes, direction: 'toClient' })
    const storage = use(SHORT)
    const started = performance.now()
    await expect(storage.open()).rejects.toMatchObject({ code: 'timeout' })
    expect(performance.now() - started).toBeLessThan(8_000)
    await proxy.set({ kind: 'none' })
    await storage.open()
  })

  test('a server that turns new connections away is asked again', async () => {
    await proxy.set({ kind: 'cut', afterBytes: 0, direction: 'toClient' })
    const storage = use({ connectTimeoutMs: 10_000 })
    const opened = storage.open()
    await waitFor(() => proxy.accepted >= 2)
    await proxy.set({ kind: 'none' })
    await opened
  })

  test.each([
    ['is cut', 'unavailable', { kind: 'cut' }],
    ['is reset', 'unavailable', { kind: 'reset' }],
    ['stalls', 'timeout', { kind: 'stall' }, SHORT],
  ] as const)(
    'a connection that %s in a download is told as %s, nothing is left, the next one works',
    async (_what, code, fault, deadlines: Partial<SftpStorageOptions> = {}) => {
      await putRemote(server.sshd, 'upload/down.pdf', LARGE)
      const storage = use(deadlines)
      const object = await statOf(storage, 'upload/down.pdf')
      const folder = await tempDir()
      await proxy.set({ ...fault, afterBytes: 3_000_000, direction: 'toClient' })
      await expect(storage.download(object, join(folder, 'book.pdf'))).rejects.toMatchObject({ code })
      expect(await readdir(folder)).toEqual([])
      await proxy.set({ kind: 'none' })
      await storage.download(object, join(folder, 'book.pdf'))
      expect((await readFile(join(folder, 'book.pdf'))).equals(LARGE)).toBe(true)
    },
  )

  test.each([
    ['is cut', 'unavailable', { kind: 'cut' }],
    ['is reset', 'unavailable', { kind: 'reset' }],
    ['stalls', 'timeout', { kind: 'stall' }, SHORT],
  ] as const)(
    'a connection that %s in an upload is told as %s, nothing changes, the next one works',
    async (what, code, fault, deadlines: Partial<SftpStorageOptions> = {}) => {
      const folder = `upload/up ${what}/`
      await putRemote(server.sshd, `${folder}book.zip`, 'old')
      const file = join(await tempDir(), 'file')
      await writeFile(file, LARGE)
      const storage = use(deadlines)
      await storage.open()
      await proxy.set({ ...fault, afterBytes: 3_000_000, direction: 'toServer' })
      await expect(storage.upload(file, `${folder}book.zip`)).rejects.toMatchObject({ code })
      await proxy.set({ kind: 'none' })
      expect(await storage.stat(`${folder}book.zip`)).toMatchObject({ sizeBytes: 3 })
      expect(await storage.sweep(`${folder}book.zip`)).toBe(1)
      expect(await storage.upload(file, `${folder}book.zip`)).toMatchObject({ sizeBytes: LARGE.length })
      expect(await readdir(join(server.sshd.root, folder))).toEqual(['book.zip'])
    },
  )

  test('a server that is killed in transfers is told as unavailable, and the next ones work', async () => {
    const path = await putRemote(server.sshd, 'upload/killed.pdf', LARGE)
    const storage = use()
    const object = await statOf(storage, 'upload/killed.pdf')
    const folder = await tempDir()
    await proxy.set({ kind: 'throttle', bytesPerSecond: 4_000_000 })
    const transfers = [storage.download(object, join(folder, 'book.pdf')), storage.upload(path, 'upload/killed.zip')]
    const failures = Promise.all(
      transfers.map((transfer) => expect(transfer).rejects.toMatchObject({ code: 'unavailable' })),
    )
    await waitFor(async () => (await readdir(folder)).length > 0)
    await waitFor(async () => (await readdir(server.sshd.uploads)).some((name) => name.endsWith('.part')))
    expect(await server.sshd.killSessions()).toBeGreaterThan(0)
    await failures
    expect(await readdir(folder)).toEqual([])
    expect(await storage.stat('upload/killed.zip')).toBeUndefined()
    expect(await storage.sweep('upload/killed.zip')).toBe(1)
    await proxy.set({ kind: 'none' })
    await storage.download(object, join(folder, 'book.pdf'))
  })

  test('a slow transfer goes on as long as something moves', async () => {
    await putRemote(server.sshd, 'upload/slow.pdf', LARGE.subarray(0, 1_200_000))
    const storage = use(SHORT)
    const object = await statOf(storage, 'upload/slow.pdf')
    await proxy.set({ kind: 'throttle', bytesPerSecond: 600_000 })
    const started = performance.now()
    await storage.download(object, join(await tempDir(), 'book.pdf'))
    expect(performance.now() - started).toBeGreaterThan(SHORT.answerTimeoutMs)
  })

  test('a transfer that is aborted while nothing moves ends soon, and leaves nothing here', async () => {
    await putRemote(server.sshd, 'upload/aborted.pdf', LARGE)
    const storage = use({ answerTimeoutMs: 60_000 })
    const object = await statOf(storage, 'upload/aborted.pdf')
    const folder = await tempDir()
    await proxy.set({ kind: 'stall', afterBytes: 1_000_000, direction: 'toClient' })
    const controller = new AbortController()
    const download = storage.download(object, join(folder, 'book.pdf'), { signal: controller.signal })
    await waitFor(async () => (await stat(join(folder, (await readdir(folder))[0] ?? ''))).size > 500_000)
    controller.abort()
    const started = performance.now()
    await expect(download).rejects.toMatchObject({ code: 'aborted' })
    expect(performance.now() - started).toBeLessThan(4_000)
    expect(await readdir(folder)).toEqual([])
    await proxy.set({ kind: 'none' })
    expect(await storage.stat('upload/aborted.pdf')).toEqual(object)
  })

  test('connections that were dropped while they were idle are replaced', async () => {
    const path = await putRemote(server.sshd, 'upload/idle.pdf', 'x')
    const storage = use()
    await storage.open()
    await server.sshd.killSessions()
    expect(await storage.stat('upload/idle.pdf')).toMatchObject({ sizeBytes: 1 })
    await server.sshd.killSessions()
    await waitFor(() => proxy.connections === 0)
    expect(await storage.upload(path, 'upload/idle.zip')).toMatchObject({ sizeBytes: 1 })
  })

  test('a connection that died without a word while it was idle is replaced after the deadline', async () => {
    const storage = use(SHORT)
    await storage.open()
    await proxy.set({ kind: 'stall' })
    await proxy.set({ kind: 'none' }) // what stalled stays so
    expect(await storage.stat('upload/nothing')).toBeUndefined()
    expect(proxy.accepted).toBe(2)
  })

  test('more transfers than connections wait for their turn', async () => {
    await putRemote(server.sshd, 'upload/turn.pdf', LARGE.subarray(0, 500_000))
    const storage = use({ maxConnections: 2, answerTimeoutMs: 10_000, connectTimeoutMs: 10_000 })
    const object = await statOf(storage, 'upload/turn.pdf')
    const folder = await tempDir()
    await Promise.all(Array.from({ length: 12 }, (_, n) => storage.download(object, join(folder, `${n}.pdf`))))
    expect(await readdir(folder)).toHaveLength(12)
    expect(proxy.accepted).toBe(2)
  })

  test('a server that takes no further connection is worked with over those there are', async () => {
    await putRemote(server.sshd, 'upload/one.pdf', LARGE.subarray(0, 500_000))
    const storage = use()
    const object = await statOf(storage, 'upload/one.pdf')
    await proxy.set({ kind: 'refuse' })
    const folder = await tempDir()
    await Promise.all(Array.from({ length: 6 }, (_, n) => storage.download(object, join(folder, `${n}.pdf`))))
    expect(proxy.accepted).toBe(1)
  })

  test('calls that fail cost no connection', async () => {
    await putRemote(server.sshd, 'upload/there.pdf', 'x')
    const storage = use({ maxConnections: 1 })
    const object = await statOf(storage, 'upload/there.pdf')
    const folder = await tempDir()
    for (let n = 0; n < 10; n++) {
      const missing = storage.download({ ...object, key: `upload/missing-${n}` }, join(folder, 'x'))
      await expect(missing).rejects.toMatchObject({ code: 'not_found' })
    }
    await storage.download(object, join(folder, 'book.pdf'))
    expect(proxy.accepted).toBe(1)
  })

  test('short calls go through while every connection has a transfer', async () => {
    await putRemote(server.sshd, 'upload/busy.pdf', Buffer.concat([LARGE, LARGE, LARGE, LARGE]))
    const storage = use({ maxConnections: 1, answerTimeoutMs: 10_000 })
    const object = await statOf(storage, 'upload/busy.pdf')
    const folder = await tempDir()
    await proxy.set({ kind: 'throttle', bytesPerSecond: 20_000_000 })
    const order: string[] = []
    const download = storage.download(object, join(folder, 'book.pdf')).then(() => order.push('download'))
    await waitFor(async () => (await readdir(folder)).length > 0)
    await storage.stat('upload/missing.pdf').then(() => order.push('stat'))
    await download
    expect(order).toEqual(['stat', 'download'])
  })

  test.each([
    ['nothing moves any more', { kind: 'stall' }],
    ['it has been reset', { kind: 'reset' }],
  ] as const)('closing takes seconds at most when %s, and what was under way is told', async (_what, fault) => {
    const storage = use({ answerTimeoutMs: 60_000, connectTimeoutMs: 60_000 })
    await storage.open()
    await proxy.set(fault)
    const ended = expect(storage.stat('upload/x')).rejects.toMatchObject({ code: 'unavailable' })
    const started = performance.now()
    await storage.close()
    expect(performance.now() - started).toBeLessThan(8_000)
    await ended
    await expect(storage.stat('upload/x')).rejects.toMatchObject({ code: 'unavailable' })
    await proxy.set({ kind: 'none' })
    await storage.open()
    expect(await storage.stat('upload/x')).toBeUndefined()
  })

  test('closing ends a connection that is still being made', async () => {
    await proxy.set({ kind: 'stall' })
    const storage = use({ connectTimeoutMs: 60_000 })
    const ended = expect(storage.open()).rejects.toMatchObject({ code: 'unavailable' })
    await waitFor(() => proxy.accepted === 1)
    await storage.close()
    await ended
  })

  test('closing leaves no connection, and idle ones end by themselves', async () => {
    const storage = use({ idleTimeoutMs: 50 })
    await storage.open()
    await waitFor(() => proxy.connections === 0)
    await storage.open()
    await storage.close()
    await waitFor(() => proxy.connections === 0)
  })
})

describe.skipIf(skipped !== undefined)('a server that takes one new connection at a time', () => {
  const server = useSshd({ config: ['MaxStartups 1:100:1'] })

  test('serves several storages that dial together', async () => {
    const storages = Array.from({ length: 3 }, () => useStorage({ ...loginTo(server.sshd), connectTimeoutMs: 20_000 }))
    await Promise.all(storages.map((storage) => storage.open()))
  })
})

describe.skipIf(skipped !== undefined)('a server whose SFTP part is none', () => {
  const talking = useSshd({ command: 'echo This account is not available.' })
  const silent = useSshd({ command: 'sleep 60' })
  const failing = useSshd({ command: 'exit 3' })

  test('but a greeting is told as unavailable', async () => {
    await expect(useStorage(loginTo(talking.sshd)).open()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('but silence is told as a timeout', async () => {
    const storage = useStorage({ ...loginTo(silent.sshd), connectTimeoutMs: 1_000 })
    await expect(storage.open()).rejects.toMatchObject({ code: 'timeout' })
  })

  test('but an exit is told as unavailable', async () => {
    await expect(useStorage(loginTo(failing.sshd)).open()).rejects.toMatchObject({ code: 'unavailable' })
  })
})
