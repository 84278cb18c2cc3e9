import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeConverter } from '@rittdoc-batch/testing'
import { describe, expect, test } from 'vitest'
import { TextConverter } from '../text-converter/text-converter.ts'
import { exampleFolder } from './support/example-folder.ts'
import { EXAMPLES, startExample } from './support/start-example.ts'

/** The text with every line's indentation taken away. */
const flat = (text: string) => text.replaceAll(/^ +/gm, '')

test('the excerpts of the page on writing a converter are what the example says', async () => {
  const page = await readFile(join(EXAMPLES, '../docs/custom-converter.md'), 'utf8')
  const source = await readFile(join(EXAMPLES, 'text-converter/text-converter.ts'), 'utf8')
  const excerpts = [...page.matchAll(/```ts fragment\n(.+?)```/gs)].map(([, excerpt = '']) => flat(excerpt))
  expect(excerpts).toHaveLength(2)
  for (const excerpt of excerpts) expect(flat(source)).toContain(excerpt)
})

test('the program makes packages of texts, and refuses what is none', { timeout: 120_000 }, async () => {
  const root = await exampleFolder()
  await mkdir(join(root, 'Acme'))
  await writeFile(join(root, 'Acme/notes.txt'), 'Salt & pepper\n\nA < B')
  await writeFile(join(root, 'Acme/picture.txt'), Buffer.from([0x89, 0x50, 0x4e, 0x47]))
  const example = startExample('text-converter/convert-texts.ts', {}, [root])
  expect(await example.ended()).toBe(0)
  expect(example.output()).toContain('1 completed, 1 failed')
})

describeConverter({
  runner: { describe, test },
  name: 'TextConverter',
  create: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'texts-'))
    const book = async (name: string, content: string | Buffer) => {
      await writeFile(join(folder, name), content)
      return { path: join(folder, name) }
    }
    return {
      converter: new TextConverter(),
      good: await book('notes.txt', 'First & second\n\nthird < fourth'),
      bad: [
        await book('latin1.txt', Buffer.from('caf\u00e9', 'latin1')),
        await book('controls.txt', 'a\u0001b'),
        await book('blank.txt', ' \n'),
      ],
      cleanup: () => rm(folder, { recursive: true, force: true }),
    }
  },
})
