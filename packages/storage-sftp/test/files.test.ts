import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rename, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { loginTo, skipped, useSshd } from './support/open-ssh.ts'
import { useStorage } from './support/open-storage.ts'
import { putRemote, statOf } from './support/remote-file.ts'
import { tempDir } from './support/temp-dir.ts'
import { waitFor } from './support/wait-for.ts'

describe.skipIf(skipped !== undefined)('files and folders', () => {
  const server = useSshd()
  const use = () => useStorage(loginTo(server.sshd))

  test('a downloaded file is private, and nothing is left beside it', async () => {
    await putRemote(server.sshd, 'upload/private/book.pdf', 'x')
    const storage = use()
    const folder = await tempDir()
    await storage.download(await statOf(storage, 'upload/private/book.pdf'), join(folder, 'book.pdf'))
    expect((await stat(join(folder, 'book.pdf'))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['book.pdf'])
  })

  test('a name that is not UTF-8 is shown as unreadable, one that only looks so is read', async () => {
    await putRemote(server.sshd, 'upload/utf8/real \uFFFD.pdf', 'real')
    const odd = Buffer.concat([
      Buffer.from(`${server.sshd.uploads}/utf8/odd `),
      Buffer.from([0xff]),
      Buffer.from('.pdf'),
    ])
    await writeFile(odd, 'odd')
    const storage = use()
    const entries = await Array.fromAsync(storage.list('upload/utf8/'))
    expect(entries).toMatchObject([
      { key: 'upload/utf8/odd \uFFFD.pdf', unreadable: 'its name is not valid UTF-8' },
      { key: 'upload/utf8/real \uFFFD.pdf', sizeBytes: 4 },
    ])
    expect(entries[1]).not.toHaveProperty('unreadable')
  })

  test('two names that decode to the same are never taken for one another', async () => {
    const start = Buffer.from(`${server.sshd.uploads}/twice/`)
    await mkdir(start)
    for (const byte of [0xfe, 0xff]) await writeFile(Buffer.concat([start, Buffer.from([byte])]), 'x')
    await putRemote(server.sshd, 'upload/twice/\uFFFD', 'real')
    const entries = await Array.fromAsync(use().list('upload/twice/'))
    expect(entries).toHaveLength(3)
    expect(entries.filter((entry) => 'unreadable' in entry)).toHaveLength(2)
    expect(entries.filter((entry) => 'sizeBytes' in entry && entry.sizeBytes === 4)).toHaveLength(1)
  })

  test('a pipe is shown as no regular file', async () => {
    await mkdir(join(server.sshd.uploads, 'pipe'))
    await promisify(execFile)('mkfifo', [join(server.sshd.uploads, 'pipe/book.pdf')])
    const entries = await Array.fromAsync(use().list('upload/pipe/'))
    expect(entries).toMatchObject([{ unreadable: 'not a regular file' }])
  })

  test('links inside the root are followed, and a walk through them comes to an end', async () => {
    const folder = join(server.sshd.uploads, 'links')
    await putRemote(server.sshd, 'upload/links/a/book.pdf', 'book')
    await mkdir(join(folder, 'b'))
    await symlink('a/book.pdf', join(folder, 'link.pdf'))
    await symlink('nowhere', join(folder, 'broken.pdf'))
    await symlink('..', join(folder, 'a/up'))
    await symlink('../b', join(folder, 'a/to-b'))
    await symlink('../a', join(folder, 'b/to-a'))
    const found = await Array.fromAsync(use().list('upload/links/', { recursive: true }))
    const readable = found
      .filter((entry) => !('unreadable' in entry))
      .map(({ key }) => key.slice('upload/links/'.length))
    expect(readable).toEqual(['a/book.pdf', 'b/to-a/book.pdf', 'link.pdf'])
    expect(found.find(({ key }) => key.endsWith('broken.pdf'))).toMatchObject({ unreadable: 'a link to nothing' })
    expect(found.find(({ key }) => key === 'upload/links/a/up')).toMatchObject({
      unreadable: 'a link to a folder that it lies in',
    })
  })

  test('nothing outside the root is listed, read or written through a link', async () => {
    const outside = join(server.sshd.uploads, 'outside')
    const path = await putRemote(server.sshd, 'upload/outside/secret.pdf', 'secret')
    await putRemote(server.sshd, 'upload/fenced/own.pdf', 'own')
    await symlink('/upload/outside', join(server.sshd.uploads, 'fenced/out'))
    await symlink('/upload/outside/secret.pdf', join(server.sshd.uploads, 'fenced/link.pdf'))
    const storage = useStorage({ ...loginTo(server.sshd), root: '/upload/fenced' })
    const target = join(await tempDir(), 'copy')
    const facts = await statOf(useStorage(loginTo(server.sshd)), 'upload/outside/secret.pdf')
    const call = storage.download({ ...facts, key: 'link.pdf' }, target)
    await expect(call).rejects.toMatchObject({ code: 'denied' })
    await expect(storage.upload(path, 'out/new/evil.zip')).rejects.toMatchObject({ code: 'denied' })
    await expect(storage.remove('out/secret.pdf')).rejects.toMatchObject({ code: 'denied' })
    await expect(Array.fromAsync(storage.list('out/'))).rejects.toMatchObject({ code: 'denied' })
    expect(await storage.stat('link.pdf')).toMatchObject({ unreadable: 'a link that leads out of the root' })
    const entries = await Array.fromAsync(storage.list('', { recursive: true }))
    expect(entries.map((entry) => [entry.key, 'unreadable' in entry])).toEqual([
      ['link.pdf', true],
      ['out', true],
      ['own.pdf', false],
    ])
    expect(await readdir(outside)).toEqual(['secret.pdf'])
  })

  test('a folder without rights is denied, and the next call works', async () => {
    await putRemote(server.sshd, 'upload/locked/book.pdf', 'x')
    const storage = use()
    const object = await statOf(storage, 'upload/locked/book.pdf')
    const file = join(await tempDir(), 'file')
    await writeFile(file, 'x')
    await chmod(join(server.sshd.uploads, 'locked'), 0)
    await expect(Array.fromAsync(storage.list('upload/locked/'))).rejects.toMatchObject({ code: 'denied' })
    await expect(storage.stat('upload/locked/book.pdf')).rejects.toMatchObject({ code: 'denied' })
    await expect(storage.download(object, `${file}-2`)).rejects.toMatchObject({ code: 'denied' })
    await expect(storage.upload(file, 'upload/locked/new.zip')).rejects.toMatchObject({ code: 'denied' })
    await expect(storage.upload(file, 'not-ours.zip')).rejects.toMatchObject({ code: 'denied' })
    await chmod(join(server.sshd.uploads, 'locked'), 0o755)
    expect(await storage.stat('upload/locked/book.pdf')).toEqual(object)
  })

  test('a missing folder is told with its path, and a missing root when the storage is opened', async () => {
    const listing = Array.fromAsync(use().list('upload/no such folder/'))
    await expect(listing).rejects.toMatchObject({
      ...{ code: 'not_found', message: expect.stringContaining('/upload/no such folder') },
    })
    const storage = useStorage({ ...loginTo(server.sshd), root: '/nowhere' })
    await expect(storage.open()).rejects.toMatchObject({ code: 'not_found' })
    await expect(storage.stat('x')).rejects.toMatchObject({ code: 'not_found' })
    await putRemote(server.sshd, 'upload/a-file', 'x')
    const onFile = useStorage({ ...loginTo(server.sshd), root: '/upload/a-file' })
    await expect(onFile.open()).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a file that is missing on this machine is told with its path', async () => {
    const missing = join(await tempDir(), 'missing.zip')
    await expect(use().upload(missing, 'upload/book.zip')).rejects.toMatchObject({
      ...{ code: 'not_found', message: expect.stringContaining(`${missing} on this machine`) },
    })
  })

  test('a file in the way of a folder is told', async () => {
    const path = await putRemote(server.sshd, 'upload/in-the-way', 'x')
    const upload = use().upload(path, 'upload/in-the-way/deeper/book.zip')
    await expect(upload).rejects.toMatchObject({ code: 'exists', message: expect.stringContaining('in-the-way') })
  })

  test('folders that several uploads need are made once', async () => {
    const path = await putRemote(server.sshd, 'upload/races/file', 'x')
    const storage = use()
    const keys = Array.from({ length: 12 }, (_, n) => `upload/races/deep/er/${n}.zip`)
    await Promise.all(keys.map((key) => storage.upload(path, key)))
    expect(await readdir(join(server.sshd.uploads, 'races/deep/er'))).toHaveLength(12)
  })

  test.each([
    ['shorter', 10],
    ['longer', 40_000_000],
  ])('a file that becomes %s while it is read is told as changed, and nothing is left', async (_what, sizeBytes) => {
    const path = await putRemote(server.sshd, `upload/moving/${sizeBytes}.pdf`, Buffer.alloc(30_000_000))
    const storage = use()
    const object = await statOf(storage, `upload/moving/${sizeBytes}.pdf`)
    const folder = await tempDir()
    const download = storage.download(object, join(folder, 'book.pdf'))
    const changing = waitFor(async () => {
      const names = await readdir(folder)
      return names.length > 0 && (await stat(join(folder, names[0] ?? ''))).size > 0
    }).then(() => truncate(path, sizeBytes))
    await expect(Promise.all([download, changing])).rejects.toMatchObject({ code: 'changed' })
    await changing
    expect(await readdir(folder)).toEqual([])
  })

  test('a file that is replaced while it is read is brought as it was', async () => {
    const path = await putRemote(server.sshd, 'upload/replaced/book.pdf', Buffer.alloc(30_000_000, 'a'))
    const other = await putRemote(server.sshd, 'upload/replaced/other', 'b')
    const storage = use()
    const object = await statOf(storage, 'upload/replaced/book.pdf')
    const folder = await tempDir()
    const download = storage.download(object, join(folder, 'book.pdf'))
    await waitFor(async () => (await readdir(folder)).length > 0)
    await waitFor(async () => (await stat(join(folder, (await readdir(folder))[0] ?? ''))).size > 0)
    await rename(other, path)
    await download
    const read = await readFile(join(folder, 'book.pdf'))
    expect(read.equals(Buffer.alloc(30_000_000, 'a'))).toBe(true)
  })

  test('the version is size and time in seconds, in a listing as in a stat', async () => {
    const path = await putRemote(server.sshd, 'upload/version/book.pdf', 'four')
    await utimes(path, 1_000, 1_700_000_000.9)
    const storage = use()
    const [entry] = await Array.fromAsync(storage.list('upload/version/'))
    expect(entry).toMatchObject({ version: '4-1700000000', modifiedAt: new Date(1_700_000_000_000) })
    expect(await storage.stat('upload/version/book.pdf')).toMatchObject({ version: '4-1700000000' })
  })
})

describe.skipIf(skipped !== undefined)('a server that takes nothing', () => {
  const full = useSshd({ diskBytes: 1024 * 1024 })
  const readOnly = useSshd({ sftpArguments: ['-R'] })

  test('because its disk is full is told so, and what was there stays', async () => {
    const file = join(await tempDir(), 'file')
    await writeFile(file, Buffer.alloc(2_000_000))
    await putRemote(full.sshd, 'upload/book.zip', 'old')
    const storage = useStorage(loginTo(full.sshd))
    await expect(storage.upload(file, 'upload/book.zip')).rejects.toMatchObject({ code: 'full' })
    expect(await readdir(full.sshd.uploads)).toEqual(['book.zip'])
    await truncate(file, 1_000)
    expect(await storage.upload(file, 'upload/book.zip')).toMatchObject({ sizeBytes: 1_000 })
  })

  test('because it is read-only is denied, and reading goes on', async () => {
    const path = await putRemote(readOnly.sshd, 'upload/book.pdf', 'old')
    const storage = useStorage(loginTo(readOnly.sshd))
    await expect(storage.upload(path, 'upload/book.zip')).rejects.toMatchObject({ code: 'denied' })
    await expect(storage.upload(path, 'upload/new/book.zip')).rejects.toMatchObject({ code: 'denied' })
    await expect(storage.remove('upload/book.pdf')).rejects.toMatchObject({ code: 'denied' })
    const object = await statOf(storage, 'upload/book.pdf')
    await storage.download(object, join(await tempDir(), 'book.pdf'))
  })
})
