import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startFaultProxy } from '@rittdoc-batch/test-services'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loginTo, skipped, useSshd } from './support/open-ssh.ts'
import { useStorage } from './support/open-storage.ts'
import { putRemote } from './support/remote-file.ts'
import { tempDir } from './support/temp-dir.ts'
import { waitFor } from './support/wait-for.ts'

const LEFT = `.rittdoc-${createHash('sha256').update('book.zip').digest('hex').slice(0, 16)}-`

describe.skipIf(skipped !== undefined)('on a server that cannot replace by renaming', () => {
  const server = useSshd({ sftpArguments: ['-P', 'posix-rename'] })

  test('an upload replaces what stands there and leaves nothing beside it', async () => {
    const { storage, file, folder } = await start('replaces')
    await putRemote(server.sshd, 'upload/replaces/book.zip', 'old')
    await storage.upload(file, 'upload/replaces/book.zip')
    expect(await readdir(folder)).toEqual(['book.zip'])
    expect(await readFile(join(folder, 'book.zip'), 'utf8')).toBe('new')
  })

  test('many uploads to one key leave one of them whole and nothing beside it', async () => {
    const { storage, file, folder } = await start('many')
    const uploads = Array.from({ length: 6 }, () => storage.upload(file, 'upload/many/book.zip'))
    await Promise.all(uploads)
    await storage.sweep('upload/many/book.zip')
    expect(await readdir(folder)).toEqual(['book.zip'])
    expect(await readFile(join(folder, 'book.zip'), 'utf8')).toBe('new')
  })

  test('a folder in the way is told, and stays', async () => {
    const { storage, file, folder } = await start('folder')
    await putRemote(server.sshd, 'upload/folder/book.zip/inside', 'x')
    await expect(storage.upload(file, 'upload/folder/book.zip')).rejects.toMatchObject({ code: 'exists' })
    expect(await readdir(folder, { recursive: true })).toEqual(['book.zip', 'book.zip/inside'])
  })

  test('what a killed upload had moved aside goes back when nothing has taken its place', async () => {
    const { storage, folder } = await start('aside')
    await putRemote(server.sshd, `upload/aside/${LEFT}1.old.part`, 'old')
    await putRemote(server.sshd, `upload/aside/${LEFT}2.part`, 'half')
    expect(await storage.sweep('upload/aside/book.zip')).toBe(2)
    expect(await readdir(folder)).toEqual(['book.zip'])
    expect(await readFile(join(folder, 'book.zip'), 'utf8')).toBe('old')
  })

  test('what a killed upload had moved aside is removed when something has taken its place', async () => {
    const { storage, folder } = await start('taken')
    await putRemote(server.sshd, 'upload/taken/book.zip', 'new')
    await putRemote(server.sshd, `upload/taken/${LEFT}1.old.part`, 'old')
    expect(await storage.sweep('upload/taken/book.zip')).toBe(1)
    expect(await readFile(join(folder, 'book.zip'), 'utf8')).toBe('new')
  })

  test('the old object stands when the new one cannot be put in its place', async () => {
    const { storage, file, folder } = await start('restored')
    await putRemote(server.sshd, 'upload/restored/book.zip', 'old')
    await chown(folder, 0, 0)
    await chmod(folder, 0o1777) // sticky: what belongs to others may not be renamed
    await chown(join(folder, 'book.zip'), 0, 0)
    await expect(storage.upload(file, 'upload/restored/book.zip')).rejects.toMatchObject({ code: 'denied' })
    expect(await readdir(folder)).toEqual(['book.zip'])
    expect(await readFile(join(folder, 'book.zip'), 'utf8')).toBe('old')
    await rm(folder, { recursive: true })
  })

  test('an upload that is killed while nothing stands there loses nothing: the next one puts the old object back', async () => {
    const { slow, file, folder } = await startSlowly('killed')
    const upload = slow.storage.upload(file, 'upload/killed/book.zip')
    const failure = expect(upload).rejects.toMatchObject({ code: 'unavailable' })
    await waitFor(() => readdirSync(folder).some((name) => name.endsWith('.old.part')))
    expect(readdirSync(folder)).not.toContain('book.zip')
    await slow.proxy.set({ kind: 'reset' })
    await failure
    expect(await readdir(folder)).toHaveLength(2)
    const storage = useStorage(loginTo(server.sshd))
    expect(await storage.sweep('upload/killed/book.zip')).toBe(2)
    expect(await readdir(folder)).toEqual(['book.zip'])
    expect(await readFile(join(folder, 'book.zip'), 'utf8')).toBe('old')
  })

  test('an upload whose new object cannot be moved in moves the old one back itself', async () => {
    const { slow, file, folder } = await startSlowly('vanished')
    const upload = slow.storage.upload(file, 'upload/vanished/book.zip')
    const failure = expect(upload).rejects.toMatchObject({ code: 'not_found' })
    await waitFor(() => readdirSync(folder).some((name) => name.endsWith('.old.part')))
    const unfinished = readdirSync(folder).find((name) => /^[^.]*\.rittdoc-\w+-\w+\.part$/.test(name))
    await rm(join(folder, unfinished ?? 'nothing'))
    await failure
    expect(await readdir(folder)).toEqual(['book.zip'])
    expect(await readFile(join(folder, 'book.zip'), 'utf8')).toBe('old')
  })

  /** An old object on the server, and a storage whose every request takes so long that a test can come in between. */
  async function startSlowly(name: string) {
    const { file, folder } = await start(name)
    await putRemote(server.sshd, `upload/${name}/book.zip`, 'old')
    const { sshd } = server
    const proxy = await startFaultProxy({ port: sshd.port })
    onTestFinished(() => proxy.close())
    const knownHosts = sshd.knownHosts.replaceAll(`:${sshd.port} `, `:${proxy.port} `)
    const storage = useStorage({ ...loginTo(sshd), port: proxy.port, knownHosts })
    await storage.open()
    await proxy.set({ kind: 'delay', delayMs: 50 })
    return { slow: { storage, proxy }, file, folder }
  }

  async function start(name: string) {
    const { sshd } = server
    const folder = join(sshd.uploads, name)
    await mkdir(folder)
    const { uid, gid } = await stat(sshd.uploads)
    await chown(folder, uid, gid)
    const file = join(await tempDir(), 'file')
    await writeFile(file, 'new')
    return { storage: useStorage(loginTo(sshd)), file, folder }
  }
})
