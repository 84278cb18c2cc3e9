import { expect, test } from 'vitest'
import { besideInput, normalisePrefix, perPublisher } from '../src/layout.ts'

test.each(['sftp', 'sftp/', '/sftp', '/sftp/'])(
  'prefix %s gives the documented output folder, sub-folders mirrored',
  (inputPrefix) => {
    const layout = besideInput({ inputPrefix })
    expect(layout.outputFolder({ publisher: 'A', key: 'sftp/A/book.pdf' })).toBe('sftp/A/Output XML/')
    expect(layout.outputFolder({ publisher: 'A', key: 'sftp/A/2025/x/book.pdf' })).toBe('sftp/A/Output XML/2025/x/')
  },
)

test('without a prefix publishers lie at the top', () => {
  expect(besideInput().outputFolder({ publisher: 'A', key: 'A/b.pdf' })).toBe('A/Output XML/')
})

test('a separate output tree keeps the publisher and its folders', () => {
  const layout = besideInput({ inputPrefix: 'in', outputPrefix: 'done/' })
  expect(layout.outputFolder({ publisher: 'A', key: 'in/A/x/b.pdf' })).toBe('done/A/Output XML/x/')
})

test('the output folder is recognised at any depth and in any case', () => {
  const { isOutputFolder } = besideInput({ inputPrefix: 'sftp' })
  expect(['sftp/A/Output XML/', 'sftp/A/x/output xml/'].map(isOutputFolder)).toEqual([true, true])
  expect(['sftp/A/', 'sftp/A/Output XML 2/'].map(isOutputFolder)).toEqual([false, false])
})

test.each(['', '.', '..', 'a/b', '/'])('%j is refused as the name of the folder for packages', (folderName) => {
  expect(() => besideInput({ folderName })).toThrow(/folderName/)
})

test('the command-line layout is one folder per publisher', () => {
  expect(perPublisher().outputFolder({ publisher: 'Acme', key: '/home/x/a.epub' })).toBe('Acme/')
})

test('prefixes are normalised', () => {
  expect(['', '/', 'a', '/a/b//'].map(normalisePrefix)).toEqual(['', '', 'a/', 'a/b/'])
})
