import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EpubArchive } from '../../src/epub/archive/epub-archive.ts'
import { readContent } from '../../src/epub/content/read-content.ts'
import { finishBody } from '../../src/epub/links/finish-body.ts'
import { LinkRegister } from '../../src/epub/links/link-register.ts'
import { walkBook } from '../../src/epub/links/walk-tree.ts'
import { MediaStore } from '../../src/epub/media/media-store.ts'
import { parseXml } from '../../src/epub/xml/parse-xml.ts'
import { buildOutline } from '../../src/structure/build-outline.ts'
import type { TocEntry } from '../../src/structure/navigation.ts'
import { placeEntries } from '../../src/structure/place-entries.ts'
import { toBody } from '../../src/structure/to-body.ts'
import type { Component, Part } from '../../src/tree/book.ts'
import { buildEpub, page } from '../support/epub-builder.ts'

const NAMES =
  'p div span em b sup sub ul ol li table caption thead tbody tfoot tr td th section article aside h1 h2 h3 h4 blockquote figure figcaption dl dt dd pre code a header footer details summary q br object video center nav main'.split(
    ' ',
  )
const ATTRIBUTES = [
  '',
  '',
  '',
  ' class="verse"',
  ' class="caption"',
  ' class="footnote" id="f"',
  ' epub:type="epigraph"',
  ' epub:type="glossary"',
  ' epub:type="index"',
  ' epub:type="bibliography"',
  ' epub:type="sidebar"',
  ' epub:type="part"',
  ' href="#x1"',
  ' href="http://a.example/"',
  ' id="x1"',
  ' lang="fr" dir="rtl"',
  ' style="white-space:pre"',
]

const LINKED = [
  ...ATTRIBUTES,
  ' epub:type="noteref" href="#f"',
  ' epub:type="noteref" href="#x3"',
  ' id="x2"',
  ' href="#x2"',
  ' href="#x1" id="x3"',
  ' class="footnote" id="x3"',
  ' epub:type="endnotes" id="x2"',
  ' href="#x3"',
]

type Markup = { name: string; attributes: string; children: Markup[] } | { word: true }

const markupWith = (attributes: readonly string[]): fc.Arbitrary<Markup> =>
  fc.letrec<{ markup: Markup }>((tie) => ({
    markup: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constant<Markup>({ word: true }),
      fc.record({
        name: fc.constantFrom(...NAMES),
        attributes: fc.constantFrom(...attributes),
        children: fc.array(tie('markup'), { maxLength: 5 }),
      }),
    ),
  })).markup

/** Writes the markup with a different word in every place. */
function write(nodes: readonly Markup[], words: string[]): string {
  return nodes
    .map((node) => {
      if ('name' in node) return `<${node.name}${node.attributes}>${write(node.children, words)}</${node.name}>`
      words.push(`word${words.length}x`)
      return ` ${words.at(-1)} `
    })
    .join('')
}

async function emptyMedia(): Promise<MediaStore> {
  const archive = await EpubArchive.open(await buildEpub({}), () => {})
  return new MediaStore(archive, new Map(), '/nowhere')
}

function readMarkup(body: string, media: MediaStore, toc: readonly TocEntry[] = []): (Part | Component)[] {
  const links = new LinkRegister()
  const source = {
    path: 'a.xhtml',
    root: parseXml(page(body)),
    types: [],
    title: '',
    tocIds: new Set(['x1', 'x2', 'x3']),
    media,
    links,
    pages: new WeakMap(),
    warn: () => {},
  }
  const documents = [readContent(source)]
  return finishBody(toBody(buildOutline(documents, placeEntries(toc, documents)), {}), links, () => {})
}

const wordsOf = (body: readonly (Part | Component)[]) =>
  body.flatMap((piece) => JSON.stringify(piece).match(/word\d+x/g) ?? [])

test('every word of any markup, also of notes and of what calls them, is in the tree exactly once', async () => {
  const media = await emptyMedia()
  fc.assert(
    fc.property(fc.array(markupWith(LINKED), { maxLength: 8 }), (nodes) => {
      const words: string[] = []
      const body = readMarkup(write(nodes, words), media)
      expect(wordsOf(body).toSorted()).toEqual(words.toSorted())
    }),
    { numRuns: 1_500, endOnFailure: true },
  )
})

test('every link that stays leads to an anchor that stays, and no anchor stands twice', async () => {
  const media = await emptyMedia()
  fc.assert(
    fc.property(fc.array(markupWith(LINKED), { maxLength: 12 }), (nodes) => {
      const anchors: string[] = []
      const targets: string[] = []
      walkBook(readMarkup(write(nodes, []), media), {
        anchors: (found) => anchors.push(...found),
        inline: (inline) => {
          if (inline.kind === 'anchor') anchors.push(inline.anchor)
          if (inline.kind === 'link') targets.push(inline.target)
        },
      })
      expect(anchors).toHaveLength(new Set(anchors).size)
      expect(targets.filter((target) => !anchors.includes(target))).toEqual([])
    }),
    { numRuns: 1_500, endOnFailure: true },
  )
})

/** Entries nested to a depth. */
function entriesTo(depth: number): fc.Arbitrary<TocEntry> {
  return fc.record({
    title: fc.constantFrom('word0x', 'word1x', 'word0x word1x', 'Other', 'Chapter 1', '2 word2x'),
    target: fc.constantFrom('a.xhtml', 'a.xhtml#x1', 'a.xhtml#x2', 'a.xhtml#x3', 'a.xhtml#gone', undefined),
    children: depth === 0 ? fc.constant([]) : fc.array(entriesTo(depth - 1), { maxLength: 2 }),
  })
}

const entry = entriesTo(3)

test('no table of contents makes a word of the book disappear', async () => {
  const media = await emptyMedia()
  const IDS = [...ATTRIBUTES, ' id="x1"', ' id="x2"', ' id="x3"']
  fc.assert(
    fc.property(fc.array(markupWith(IDS), { maxLength: 12 }), fc.array(entry, { maxLength: 3 }), (nodes, toc) => {
      const words: string[] = []
      const found = new Set(wordsOf(readMarkup(write(nodes, words), media, toc)))
      expect(words.filter((word) => !found.has(word))).toEqual([])
    }),
    { numRuns: 1_500, endOnFailure: true },
  )
})
