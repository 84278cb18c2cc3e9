import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { flattenDtd } from '../../src/dtd/flatten-dtd.ts'
import { tempDir } from '../support/temp-dir.ts'

async function flat(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempDir()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return (await flattenDtd(join(folder, 'book.dtd'))).trim()
}

test('external parameter entities stand in the place where they are called', async () => {
  const files = {
    'book.dtd': '<!-- a > -->\n<!ENTITY % more SYSTEM "more.mod"><!ELEMENT book (para)>%more;',
    'more.mod': '<?xml version="1.0" encoding="utf-8"?><!ELEMENT para (#PCDATA)>',
  }
  expect(await flat(files)).toBe('<!ELEMENT book (para)>\n<!ELEMENT para (#PCDATA)>')
})

test('the first declaration of a parameter entity counts', async () => {
  const files = {
    'book.dtd': '<!ENTITY % more "<!ELEMENT a EMPTY>"><!ENTITY % more PUBLIC "-//x" "gone.mod">%more;',
  }
  expect(await flat(files)).toContain('<!ELEMENT a EMPTY>')
})

test('conditional sections are decided, and sections in ignored ones go with them', async () => {
  const files = {
    'book.dtd':
      '<!ENTITY % on "INCLUDE"><!ENTITY % off "IGNORE"><![%off;[<![%on;[<!ELEMENT a ANY>]]> <!ELEMENT b ANY>]]><![ %on; [<!ELEMENT c ANY>]]>',
  }
  expect((await flat(files)).match(/ELEMENT \w/g)).toEqual(['ELEMENT c'])
})

test('a quoted > does not end a declaration', async () => {
  const text = '<!ENTITY arrow "->">'
  expect(await flat({ 'book.dtd': text })).toBe(text)
})

test.each([
  ['a file that is not there', '<!ENTITY % more SYSTEM "gone.mod">%more;', /gone\.mod/],
  ['a parameter entity that nobody declares', '%more;', /nothing declares the parameter entity %more;/],
  ['a file that holds itself', '<!ENTITY % book SYSTEM "book.dtd">%book;', /nested too deeply/],
  ['an entity that holds itself', '<!ENTITY % a "&#37;a;"><!ENTITY % b "%b;">%b;', /nested too deeply/],
])('%s is an error that names it', async (_, text, message) => {
  await expect(flat({ 'book.dtd': text })).rejects.toThrow(message)
})
