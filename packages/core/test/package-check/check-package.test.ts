import { createWriteStream, existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
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

const sample = fileURLToPath(new URL('../../../../../shared/rittdoc-sample/', import.meta.url))

test.skipIf(!existsSync(sample))('a package in use passes', async () => {
  const names = (await readdir(sample, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(sample, join(entry.parentPath, entry.name)))
  const contents = await Promise.all(names.map(async (name) => [name, await readFile(join(sample, name))] as const))
  expect(await check(await zip(Object.fromEntries(contents)))).toMatchObject({ entries: names.length })
})

test.each([
  ['nothing at all', '', /it is empty/],
  ['a page of HTML', '<!DOCTYPE html><h1>503</h1>', /an HTML page/],
  ['some text', 'Traceback (most recent', /begins with "Traceback/],
  ['a zip cut short', 'PK\u0003\u0004 and no more', /not valid/],
])('%s is no package', async (_, content, message) => {
  await expect(check(await raw(content))).rejects.toEqual(problem(message))
})

test('the reason tells a package that is whole and wrong from one that was not finished', async () => {
  const { 'ch0001.xml': _, ...rest } = GOOD
  await expect(check(await zip(rest))).rejects.toMatchObject({ context: { reason: 'invalid' } })
  for (const content of ['', '<html>503</html>', 'PK\u0003\u0004 and no more']) {
    const error = await check(await raw(content)).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'invalid_output', context: {} })
    expect(error).not.toHaveProperty('context.reason')
  }
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
  await expect(check(await zip({ ...GOOD, 'ch0001.xml': '<chapter><para></chapter>' }))).rejects.toEqual(
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

test('entities that the named DTD may declare are accepted, fragments that the book does not declare are not', async () => {
  await check(await zip({ ...GOOD, 'ch0001.xml': '<chapter>&nbsp;&frac12;&amp;</chapter>' }))
  const undeclared = BOOK.replace('&ch0001;', '&ch0001;&ch0002;')
  await expect(check(await zip({ ...GOOD, 'Book.XML': undeclared }))).rejects.toEqual(problem(/undefined entity/))
})

test('nothing is loaded from outside and nothing is expanded', async () => {
  const stealing = BOOK.replace('SYSTEM "ch0001.xml"', 'SYSTEM "file:///etc/passwd"')
  await expect(check(await zip({ ...GOOD, 'Book.XML': stealing }))).rejects.toEqual(
    problem(/refers to file:\/\/\/etc\/passwd, which is not there/),
  )
  const lines = Array.from({ length: 30 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(50)}">`).join('')
  const laughs = `<!DOCTYPE book [<!ENTITY e0 "ha">${lines}]><book>&e30;</book>`
  await check(await zip({ 'Book.XML': laughs }))
})

test('a fragment has no document type declaration', async () => {
  await expect(check(await zip({ ...GOOD, 'ch0001.xml': '<!DOCTYPE chapter><chapter/>' }))).rejects.toEqual(
    problem(/ch0001\.xml is not well-formed: .*document type/),
  )
})

test('declarations inside comments and texts count for nothing', async () => {
  const inner = '<!-- <!ENTITY ch0009 SYSTEM "gone.xml"> --><!ENTITY text \'<!ENTITY ch0008 SYSTEM "gone.xml">\'>'
  await check(await zip({ ...GOOD, 'Book.XML': BOOK.replace('[', `[${inner}`) }))
})

test('an encoding that the document declares is read', async () => {
  const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><chapter>\u00e9</chapter>', 'latin1')
  await check(await zip({ ...GOOD, 'ch0001.xml': latin }))
  const wide = Buffer.from('\ufeff<chapter>\u4e66</chapter>', 'utf16le')
  await check(await zip({ ...GOOD, 'ch0001.xml': wide }))
  await expect(check(await zip({ ...GOOD, 'ch0001.xml': Buffer.from('<a>\u00e9</a>', 'latin1') }))).rejects.toEqual(
    problem(/ch0001\.xml/),
  )
})

test('absurd nesting and endless constructs are refused', async () => {
  await expect(check(await zip({ ...GOOD, 'ch0001.xml': '<a>'.repeat(2000) }))).rejects.toEqual(
    problem(/nested more than 1000 deep/),
  )
  const endless = Buffer.concat([Buffer.from('<a b="'), Buffer.alloc(40 * 1024 ** 2, 'x'), Buffer.from('"/>')])
  const path = await zip({ ...GOOD, 'ch0001.xml': endless })
  await expect(check(path, { limits: { ratio: 2_000 } })).rejects.toEqual(problem(/no tag within/))
})

test('several problems are told together, and their number is bounded', async () => {
  const both = { ...GOOD, 'Book.XML': BOOK.replace('</book>', ''), 'ch0001.xml': '<a>' }
  await expect(check(await zip(both))).rejects.toEqual(problem(/Book\.XML is not.*; ch0001\.xml is not/))
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`_${n}.txt`, 'x']))
  const bytes = (await readFile(await zip(many))).toString('latin1').replaceAll('_', '\\')
  await expect(check(await raw(Buffer.from(bytes, 'latin1')))).rejects.toEqual(problem(/; and 45 or more others$/))
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

test('a name in the directory that differs from the one before the content is refused', async () => {
  const bytes = await readFile(await zip({ ...GOOD, 'aaa.txt': '1' }))
  bytes.write('bbb.txt', bytes.indexOf('aaa.txt'))
  await expect(check(await raw(bytes))).rejects.toEqual(problem(/"aaa\.txt" has another name/))
})

/** Changes the fields of the first entry in the directory of a zip. */
async function withDirectory(change: (header: Buffer) => void): Promise<string> {
  const bytes = await readFile(await zip({ 'a.txt': Buffer.alloc(100_000, 'a') }))
  change(bytes.subarray(bytes.indexOf('PK\u0001\u0002')))
  return raw(bytes)
}

test('sizes and flags that lie are found out', async () => {
  const smaller = await withDirectory((header) => header.writeUInt32LE(10, 24))
  await expect(check(smaller, { produces: 'zip' })).rejects.toEqual(
    problem(/"a\.txt" cannot be unpacked: too many bytes/),
  )
  const larger = await withDirectory((header) => header.writeUInt32LE(1_000_000, 24))
  await expect(check(larger, { produces: 'zip' })).rejects.toEqual(problem(/cannot be unpacked: not enough bytes/))
  const encrypted = await withDirectory((header) => header.writeUInt16LE(header.readUInt16LE(8) | 1, 8))
  await expect(check(encrypted, { produces: 'zip' })).rejects.toEqual(problem(/"a\.txt" is encrypted/))
  const odd = await withDirectory((header) => header.writeUInt16LE(99, 10))
  await expect(check(odd, { produces: 'zip' })).rejects.toEqual(problem(/unsupported compression method: 99/))
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

test('a package that cannot be read is no invalid package', async () => {
  await expect(check('/no/such/package.zip')).rejects.toMatchObject({ code: 'transient' })
})
