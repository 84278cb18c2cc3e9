import { isUtf8 } from 'node:buffer'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loginTo, skipped, useSshd } from './support/open-ssh.ts'
import { useStorage } from './support/open-storage.ts'

/** Every byte that a name may have, those that mean something to programs more often than others. */
const byte = fc.oneof(fc.constantFrom(...Buffer.from(' .-\\%"\'\n\r\t*?[~:;&$`|<>')), fc.integer({ min: 1, max: 255 }))
const bytes = fc.array(byte, { minLength: 1, maxLength: 60 }).map((list) => Buffer.from(list))
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((name) => Buffer.from(name))
const name = fc.oneof(bytes, text).filter((name) => {
  const isName = !name.includes('/') && !name.includes(0) && name.length <= 255
  return isName && !['.', '..'].includes(name.toString('latin1'))
})

describe.skipIf(skipped !== undefined)('names of any bytes', () => {
  const server = useSshd()

  test('are listed as they stand on the server, or as unreadable when they are no text', async () => {
    const storage = useStorage(loginTo(server.sshd))
    const folder = join(server.sshd.uploads, 'names')
    const names = fc.uniqueArray(name, { maxLength: 40, selector: (name) => name.toString('latin1') })
    const property = fc.asyncProperty(names, async (names) => {
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder)
      for (const name of names) await writeFile(Buffer.concat([Buffer.from(`${folder}/`), name]), name)
      const entries = await Array.fromAsync(storage.list('upload/names/'))
      const readable = entries.filter((entry) => entry.kind === 'object' && entry.unreadable === undefined)
      const wanted = names.filter((name) => isUtf8(name)).map((name) => `upload/names/${name}`)
      expect(new Set(readable.map(({ key }) => key))).toEqual(new Set(wanted))
      expect(entries).toHaveLength(names.length)
      const sizes = await Promise.all(wanted.map(async (key) => (await storage.stat(key))?.sizeBytes))
      expect(sizes).toEqual(names.filter((name) => isUtf8(name)).map(({ length }) => length))
    })
    await fc.assert(property, { numRuns: 25 })
  })
})
