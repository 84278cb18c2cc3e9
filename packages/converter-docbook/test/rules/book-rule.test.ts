import { readFile as readText } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConvertError, type ConvertJob } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { type BookRule, convertBook, DocbookConverter } from '../../src/index.ts'
import { buildEpub, page } from '../support/epub-builder.ts'
import { tempDir } from '../support/temp-dir.ts'
import { unzip } from '../support/unzip.ts'

const ACME = fileURLToPath(new URL('../support/acme-rule.ts', import.meta.url))
const NO_RULE = fileURLToPath(new URL('../support/temp-dir.ts', import.meta.url))

async function jobFor(body: string, publisher: string): Promise<ConvertJob> {
  const workDir = await tempDir()
  const words = '<p>And a good many other words, so that the one that goes is not missed.</p>'
  return {
    input: await buildEpub({ files: { 'c1.xhtml': page(`${body}${words}`) } }),
    workDir,
    output: join(workDir, 'out.zip'),
    file: { publisher, key: `${publisher}/b.epub`, filename: 'b.epub', format: '.epub', sizeBytes: 1 },
    attempt: 1,
    options: {},
    timeoutMs: 60_000,
    log: () => {},
    progress: () => {},
  }
}

async function chapterOf({ output, workDir }: ConvertJob): Promise<string> {
  await unzip(output, workDir)
  return readText(join(workDir, 'ch0001.xml'), 'utf8')
}

const converter = new DocbookConverter({ rules: { Acme: ACME, Lost: '/nowhere/rule.js', None: NO_RULE } })

test('the rule of a publisher changes its books, with a warning of its own, and no others', async () => {
  const acme = await jobFor('<p>drop</p>', 'Acme')
  const { warnings = [] } = await converter.convert(acme)
  expect(warnings).toContainEqual({ code: 'acme_dropped', message: 'Acme Acme/b.epub epub' })
  expect(await chapterOf(acme)).not.toContain('drop')
  const other = await jobFor('<p>drop</p>', 'Other')
  await converter.convert(other)
  expect(await chapterOf(other)).toContain('<para>drop</para>')
})

test('a rule that throws, cannot be loaded or is none fails the book, and says which', async () => {
  const failure = async (publisher: string) => converter.convert(await jobFor('<p>throw</p>', publisher))
  const hook = (message: RegExp) => ({ code: 'hook', message: expect.stringMatching(message) })
  await expect(failure('Acme')).rejects.toMatchObject(hook(/^The rule for the books of Acme failed: not that$/))
  await expect(failure('Lost')).rejects.toMatchObject(hook(/^Could not load the rule \/nowhere\/rule\.js/))
  await expect(failure('None')).rejects.toMatchObject(hook(/temp-dir\.ts exports no function bookRule$/))
})

test('check names the publisher whose rule cannot be read', async () => {
  await expect(converter.check()).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringMatching(/^Could not read the rule for Lost: /),
  })
  await expect(new DocbookConverter({ rules: { Acme: ACME } }).check()).resolves.toBeUndefined()
})

const convertWith = async (rule: BookRule) => convertBook({ ...(await jobFor('<p>a</p>', 'Acme')), rule })

test('a rule can refuse a book, and must give one', async () => {
  const refuse: BookRule = () => {
    throw new ConvertError('input', 'Not this one', { reason: 'unsupported' })
  }
  await expect(convertWith(refuse)).rejects.toMatchObject({ code: 'input', message: 'Not this one' })
  await expect(convertWith((() => undefined) as unknown as BookRule)).rejects.toMatchObject({
    code: 'hook',
    message: 'The rule for the books of Acme gave no book',
  })
})

test('whatever a rule makes of a book, the package is valid or the book fails', async () => {
  const odd: BookRule = (book) => ({
    ...book,
    body: [{ kind: 'part', title: [], anchors: [], intro: [], components: [] }],
  })
  await expect(convertWith(odd)).rejects.toMatchObject({ code: 'input', context: { reason: 'content_lost' } })
  const result = await convertWith((book) => ({ ...book, body: book.body.toReversed(), source: [] }))
  expect(result.metrics?.components).toBe(1)
})
