import { readFile as readText } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConvertWarning } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { writePackage } from '../../src/rittdoc/write-package.ts'
import { dtdProblems, whyNoDtd } from '../support/dtd.ts'
import { buildEpub, page, readFile } from '../support/epub-builder.ts'
import { tempDir } from '../support/temp-dir.ts'
import { unzip } from '../support/unzip.ts'

const NOTE = '<li id="n1"><p>See:</p><table><tr><td>x</td><td>y</td></tr></table><p>So it is.</p></li>'

test('a table in a note keeps its cells', async () => {
  const body = `<p>a<a epub:type="noteref" href="#n1">1</a></p><section epub:type="endnotes"><ol>${NOTE}</ol></section>`
  const { book } = await readFile(await buildEpub({ files: { 'c1.xhtml': page(body) } }))
  const workDir = await tempDir()
  const output = join(workDir, 'out.zip')
  const warnings: ConvertWarning[] = []
  await writePackage(book, output, { workDir, options: {}, warn: (warning) => warnings.push(warning) })
  expect(warnings.map(({ code }) => code)).not.toContain('table_flattened')
  await unzip(output, workDir)
  const text = await readText(join(workDir, 'ch0001.xml'), 'utf8')
  expect(text).toMatch(/<footnote id="\w+" label="1"><para>See:<\/para><para><table id="\w+">/)
  expect(text.match(/<entry>[xy]<\/entry>/g)).toHaveLength(2)
  if (whyNoDtd === undefined) expect(dtdProblems(workDir)).toEqual([])
})
