import { readFile as readBytes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isBatchError } from '@rittdoc-batch/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildEpub, page, readFile, readParts, testFolder } from '../support/epub-builder.ts'

// Whatever the bytes, a book is read or refused. RITTDOC_FUZZ: how many tries; RITTDOC_SEED: other ones.

const RUNS = {
  numRuns: Number(process.env.RITTDOC_FUZZ ?? 200),
  seed: Number(process.env.RITTDOC_SEED ?? 1),
}
const TIMEOUT_MS = 600_000

/** Reads; what is refused is refused as the fault of the book. */
async function readOrRefuse(read: () => Promise<unknown>): Promise<void> {
  try {
    await read()
  } catch (error) {
    expect(isBatchError(error) ? error.code : error).toBe('input')
  }
}

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  change: fc.oneof(
    fc.record({ kind: fc.constant('set' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
    fc.record({ kind: fc.constant('cut' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }) }),
    fc.record({ kind: fc.constant('put' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }) }),
  ),
})

test('any change of bytes of a zip is read or refused', { timeout: TIMEOUT_MS }, async () => {
  const files = { 'c1.xhtml': page('<h1>One</h1><p>text <b>bold</b></p>'), 'c2.xhtml': page('<p>more</p>') }
  const whole = await readBytes(await buildEpub({ files, toc: '<li><a href="c1.xhtml">One</a></li>' }))
  const file = join(await testFolder(), 'book.epub')
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      let bytes = whole
      for (const { at, change } of mutations) {
        const offset = Math.floor(at * bytes.length)
        const rest = offset + (change.kind === 'put' ? 0 : change.bytes.length)
        const between = change.kind === 'cut' ? [] : [change.bytes]
        bytes = Buffer.concat([bytes.subarray(0, offset), ...between, bytes.subarray(rest)])
      }
      await writeFile(file, bytes)
      await readOrRefuse(() => readFile(file))
    }),
    RUNS,
  )
})

const MARKUP =
  '<package> </package> <metadata> <manifest> </manifest> <item <spine> <spine/> <itemref idref="i0"/> id="i0" href="c1.xhtml" href="../../x" href="%" media-type="text/html" /> > < & &amp; &x; &#0; &#x110000; ]]> <![CDATA[ <!-- --> <?xml <!DOCTYPE [ ]> <!ENTITY x "y"> <container> <rootfile full-path="OEBPS/content.opf"/> <nav> <ol> <li> <a href="c1.xhtml#a"> </a> <navMap> <navPoint> <navLabel> <text> <content src="c1.xhtml"/> <dc:title> : \u0000 \ud800 "'.split(
    ' ',
  )
const soup = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...MARKUP) }, fc.string({ maxLength: 6 })), {
  maxLength: 40,
})

test.each([
  ['package document', 'OEBPS/content.opf'],
  ['container', 'META-INF/container.xml'],
  ['navigation', 'OEBPS/nav.xhtml'],
  ['table of contents of ePub 2', 'OEBPS/toc.ncx'],
  ['encryption', 'META-INF/encryption.xml'],
  ['page', 'OEBPS/c1.xhtml'],
])('any text for a %s is read or refused', { timeout: TIMEOUT_MS }, async (_, name) => {
  const parts = { files: { 'c1.xhtml': page('<p>text</p>') }, toc: '<li/>', ncx: '<navPoint/>' }
  await fc.assert(
    fc.asyncProperty(soup, (pieces) => readOrRefuse(() => readParts({ ...parts, zip: { [name]: pieces.join(' ') } }))),
    { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 4) },
  )
})
