import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { checkPackage, type PackageCheckOptions } from '../../src/package-check/check-package.ts'
import { tempDir } from '../support/temp-dir.ts'

const BOOK =
  '<?xml version="1.0"?><!DOCTYPE book PUBLIC "x" "http://localhost/x.dtd" [<!ENTITY ch0001 SYSTEM "ch0001.xml">]><book>&ch0001;</book>'
const GOOD = {
  'Book.XML': BOOK,
  'ch0001.xml': '<chapter id="ch0001"><title>A</title></chapter>',
  'MultiMedia/a.png': 'png',
}

async function zip(entries: Record<string, string | Buffer>): Promise<string> {
  const path = join(await tempDir(), 'package.zip')
  const file = new ZipFile()
  for (const [name, content] of Object.entries(entries)) file.addBuffer(Buffer.from(content), name)
  file.end()
  await finished(file.outputStream.pipe(createWriteStream(path)))
  return path
}

async function raw(content: string | Buffer): Promise<string> {
  const path = join(await tempDir(), 'package.zip')
  await writeFile(path, content)
  return path
}

const check = (path: string, more: Partial<PackageCheckOptions> = {}) =>
  checkPackage(path, { produces: 'rittdoc', ...more })
const problem = (message: RegExp) =>
  expect.objectContaining({ code: 'invalid_output', message: expect.stringMatching(message) })

test('a sound package passes and is counted', async () => {
  expect(await check(await zip(GOOD))).toEqual({ entries: 3, unpackedBytes: Object.values(GOOD).join('').length })
})

test.each([
  ['nothing at all', '', /it is empty/],
  ['a page of HTML', '<!DOCTYPE html><h1>503</h1>', /an HTML page/],
  ['some text', 'Traceback (most recent', /begins with "Traceback/],
  ['a zip cut short', 'PK\u0003\u0004 and no more', /not valid/],
])('%s is no package', async (_, content, message) => {
  await expect(check(await raw(content))).rejects.toEqual(problem(message))
})

test('an empty zip is no package', async () => {
  await expect(check(await zip({}), { produces: 'zip' })).rejects.toEqual(problem(/holds no files/))
})

test('Book.XML must be there in exactly that case', async () => {
  const { 'Book.XML': book, ...rest } = GOOD
  await expect(check(await zip({ ...rest, 'book.xml': book }))).rejects.toEqual(problem(/holds no Book\.XML/))
  await expect(check(await zip(rest), { produces: 'zip' })).resolves.toMatchObject({ entries: 2 })
})

test('the book and its fragments must be well-formed and complete', async () => {
  await expect(check(await zip({ ...GOOD, 'Book.XML': '<book><title></book>' }))).rejects.toEqual(
    problem(/Book\.XML is not well-formed/),
  )
  await expect(check(await zip({ ...GOOD, 'ch0001.xml': '<chapter>&nbsp;</chapter>' }))).rejects.toEqual(
    problem(/ch0001\.xml is not well-formed/),
  )
  const { 'ch0001.xml': _, ...rest } = GOOD
  await expect(check(await zip(rest))).rejects.toEqual(problem(/refers to ch0001\.xml, which is not there/))
  await expect(check(await zip({ ...GOOD, 'ch0001.xml': ' ' }))).rejects.toEqual(problem(/ch0001\.xml/))
})

test('an entity that the book does not declare is an error, never loaded from elsewhere', async () => {
  await expect(check(await zip({ ...GOOD, 'Book.XML': '<book>&other;</book>' }))).rejects.toEqual(
    problem(/not well-formed/),
  )
})

test('a damaged entry is found by its checksum', async () => {
  const path = await zip({ ...GOOD, 'MultiMedia/a.png': 'A'.repeat(50) })
  const bytes = await readFile(path)
  const local = bytes.indexOf('MultiMedia/a.png') + 'MultiMedia/a.png'.length
  bytes.writeUInt8(bytes.readUInt8(local) ^ 0x10, local)
  await expect(check(await raw(bytes))).rejects.toEqual(problem(/not valid/))
})

test.each([
  ['../evil.txt', /leads out of the package|invalid relative path/],
  ['/etc/passwd', /absolute/],
  ['a\\b.txt', /backslash|invalid characters/],
])('an entry named %s is refused', async (name, message) => {
  const path = await zip({ ...GOOD, ['x'.repeat(name.length)]: 'x' })
  const bytes = (await readFile(path)).toString('latin1').replaceAll('x'.repeat(name.length), name)
  await expect(check(await raw(Buffer.from(bytes, 'latin1')))).rejects.toEqual(problem(message))
})

test('a name that occurs twice is refused', async () => {
  const path = await zip({ ...GOOD, 'aaa.txt': '1', 'bbb.txt': '2' })
  const bytes = (await readFile(path)).toString('latin1').replaceAll('bbb.txt', 'aaa.txt')
  await expect(check(await raw(Buffer.from(bytes, 'latin1')))).rejects.toEqual(problem(/occurs twice/))
})

test('limits count real bytes', async () => {
  const bomb = await zip({ ...GOOD, 'zeros.bin': Buffer.alloc(30_000_000) })
  await expect(check(bomb, { limits: { ratio: 100 } })).rejects.toEqual(problem(/more than 100 times/))
  await expect(check(bomb, { limits: { unpackedBytes: 1_000_000 } })).rejects.toEqual(
    problem(/more than 1000000 bytes/),
  )
  await expect(check(bomb, { limits: { entries: 2 } })).rejects.toEqual(problem(/more than 2 entries/))
})

test('a symbolic link is refused', async () => {
  const path = join(await tempDir(), 'package.zip')
  const file = new ZipFile()
  file.addBuffer(Buffer.from('/etc/passwd'), 'link', { mode: 0o120777 })
  file.end()
  await finished(file.outputStream.pipe(createWriteStream(path)))
  await expect(check(path, { produces: 'zip' })).rejects.toEqual(problem(/symbolic link/))
})

test('stops when told to', async () => {
  await expect(check(await zip(GOOD), { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop')
})
