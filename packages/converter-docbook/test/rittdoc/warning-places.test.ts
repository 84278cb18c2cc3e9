import { join } from 'node:path'
import type { ConvertWarning } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { writePackage } from '../../src/rittdoc/write-package.ts'
import type { Component, Inline } from '../../src/tree/book.ts'
import { tempDir } from '../support/temp-dir.ts'

const note = (content: readonly Inline[]): Inline => ({ kind: 'footnote', blocks: [{ kind: 'paragraph', content }] })

const chapter = (path: string): Component => ({
  kind: 'chapter',
  title: [],
  anchors: [path],
  blocks: [{ kind: 'paragraph', content: [note([note([{ kind: 'text', text: 'inner' }])])] }],
  sections: [],
})

test('what the writer could not keep is told with the piece of the source that it stood in, in parts, too', async () => {
  const workDir = await tempDir()
  const warnings: ConvertWarning[] = []
  const part = { kind: 'part' as const, title: [], anchors: [], intro: [], components: [chapter('b.xhtml')] }
  const book = { metadata: { authors: [], editors: [] }, body: [chapter('a.xhtml'), part], media: [] }
  const warn = (warning: ConvertWarning) => warnings.push(warning)
  await writePackage(book, join(workDir, 'out.zip'), { workDir, options: {}, warn })
  const nested = warnings.filter(({ code }) => code === 'nested_footnote')
  expect(nested.map(({ place }) => place)).toEqual(['a.xhtml', 'b.xhtml'])
})
