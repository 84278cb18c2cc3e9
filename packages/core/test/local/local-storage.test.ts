import { lstat, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalStorage } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'

test('on the root of the file system a key is an absolute path', async () => {
  const folder = await tempDir()
  await writeFile(join(folder, 'a.pdf'), 'x')
  const storage = new LocalStorage({ root: '/' })
  expect(storage.id).toBe('file:///')
  expect(await storage.stat(join(folder, 'a.pdf'))).toMatchObject({ key: join(folder, 'a.pdf'), sizeBytes: 1 })
  const keys = await Array.fromAsync(storage.list(`${folder}/`), ({ key }) => key)
  expect(keys).toEqual([join(folder, 'a.pdf')])
})

test('nothing outside the root is read or written through a link', async () => {
  const [folder, outside] = [await tempDir(), await tempDir()]
  await writeFile(join(outside, 'secret.pdf'), 'secret')
  await symlink(outside, join(folder, 'out'))
  await symlink(join(outside, 'secret.pdf'), join(folder, 'link.pdf'))
  const storage = new LocalStorage({ root: folder })
  await storage.open()
  const stat = await storage.stat('link.pdf')
  const version = stat ?? { key: 'link.pdf', sizeBytes: 6, version: 'x' }
  await expect(storage.download(version, join(folder, 'copy'))).rejects.toMatchObject({ code: 'denied' })
  await expect(storage.upload(join(outside, 'secret.pdf'), 'out/evil.zip')).rejects.toMatchObject({ code: 'denied' })
  expect(await readdir(outside)).toEqual(['secret.pdf'])
})

test('nothing outside the root is listed, made, swept or removed through a linked folder', async () => {
  const [folder, outside] = [await tempDir(), await tempDir()]
  await writeFile(join(outside, 'their.part'), 'theirs')
  await symlink(outside, join(folder, 'out'))
  await symlink(join(outside, 'not-yet'), join(folder, 'soon'))
  const storage = new LocalStorage({ root: folder })
  const denied = { code: 'denied', message: expect.stringContaining('a link leads out of') }
  await expect(storage.upload(join(outside, 'their.part'), 'out/new/evil.zip')).rejects.toMatchObject(denied)
  await expect(storage.upload(join(outside, 'their.part'), 'soon/evil.zip')).rejects.toMatchObject(denied)
  await expect(Array.fromAsync(storage.list('out/'))).rejects.toMatchObject(denied)
  await expect(storage.remove('out/their.part')).rejects.toMatchObject(denied)
  await expect(storage.sweep('out/book.zip')).rejects.toMatchObject(denied)
  expect(await storage.stat('out/their.part')).toMatchObject({ unreadable: 'a link that leads out of the root' })
  expect(await readdir(outside)).toEqual(['their.part'])
})

test('a link in place of a package is replaced, and what it led to stays', async () => {
  const [folder, outside] = [await tempDir(), await tempDir()]
  await writeFile(join(outside, 'their.zip'), 'theirs')
  await symlink(join(outside, 'their.zip'), join(folder, 'book.zip'))
  await writeFile(join(folder, 'source'), 'ours')
  await new LocalStorage({ root: folder }).upload(join(folder, 'source'), 'book.zip')
  expect(await readFile(join(outside, 'their.zip'), 'utf8')).toBe('theirs')
  expect(await readFile(join(folder, 'book.zip'), 'utf8')).toBe('ours')
  expect((await lstat(join(folder, 'book.zip'))).isFile()).toBe(true)
})

test.each(['../x', 'a/../../x', 'a//b', './a', 'a/\0b'])('the key %j names nothing inside the root', async (key) => {
  const storage = new LocalStorage({ root: await tempDir() })
  await expect(storage.stat(key)).rejects.toMatchObject({ code: 'unsupported' })
})

test('a name that is not UTF-8 is shown as unreadable', async () => {
  const folder = await tempDir()
  await writeFile(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xff]), Buffer.from('.pdf')]), 'x')
  const entries = await Array.fromAsync(new LocalStorage({ root: folder }).list(''))
  expect(entries).toMatchObject([{ kind: 'object', unreadable: 'its name is not valid UTF-8' }])
})

test('a missing root is told at open, and made when asked for', async () => {
  const root = join(await tempDir(), 'not/there')
  await expect(new LocalStorage({ root }).open()).rejects.toMatchObject({ code: 'not_found' })
  await new LocalStorage({ root, create: true }).open()
  expect(await readdir(root)).toEqual([])
})

test('a file that is gone is told, and a root that is gone with all files as a storage out of order', async () => {
  const folder = await tempDir()
  const [root, gone] = [join(folder, 'books'), join(folder, 'unmounted')]
  await mkdir(root)
  await writeFile(join(root, 'a.pdf'), 'x')
  const storage = new LocalStorage({ root })
  await storage.open()
  const version = { key: 'b.pdf', sizeBytes: 1, version: 'x' }
  await expect(storage.download(version, join(folder, 'copy'))).rejects.toMatchObject({ code: 'not_found' })
  await rename(root, gone)
  await expect(storage.download(version, join(folder, 'copy'))).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining(`the folder ${root} is gone as a whole`),
  })
})

test('a folder in the way of a package is told, and nothing is left behind', async () => {
  const root = await tempDir()
  await mkdir(join(root, 'book.zip'))
  await writeFile(join(root, 'from'), 'x')
  const storage = new LocalStorage({ root })
  await expect(storage.upload(join(root, 'from'), 'book.zip')).rejects.toMatchObject({ code: 'exists' })
  expect((await readdir(root)).sort()).toEqual(['book.zip', 'from'])
})
