import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loginTo, skipped, useSshd } from './support/open-ssh.ts'
import { useStorage } from './support/open-storage.ts'
import { putRemote } from './support/remote-file.ts'
import { tempDir } from './support/temp-dir.ts'

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
