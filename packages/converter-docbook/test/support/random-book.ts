import fc from 'fast-check'
import type { Block, Book, Component, Inline, Part, Section, TableCell } from '../../src/tree/book.ts'

const ANCHORS = ['a#1', 'a#2', 'b#1', 'b#2', 'c']
const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('word', 'Ü & <b>', '\u0000bad\uFFFE', ' ', '本'))
const anchors = fc.uniqueArray(fc.constantFrom(...ANCHORS), { maxLength: 2 })
const image = fc.record({ media: fc.constantFrom('pic', 'missing'), alt: fc.option(text, { nil: undefined }) })

const language = {
  language: fc.constantFrom(undefined, undefined, 'fr', 'zh-Hant'),
  direction: fc.constantFrom(undefined, undefined, 'rtl', 'rlo'),
}

const { inline, block } = fc.letrec<{
  inline: Inline
  inlines: Inline[]
  block: Block
  blocks: Block[]
  cell: TableCell
  cells: TableCell[][]
}>((tie) => ({
  inlines: fc.array(tie('inline'), { maxLength: 3 }),
  inline: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('text'), text }),
    fc.record({ kind: fc.constant('anchor'), anchor: fc.constantFrom(...ANCHORS) }),
    fc.constant({ kind: 'break' }),
    fc.record({ kind: fc.constant('image'), image }),
    fc.record({ kind: fc.constant('equation'), text, media: fc.constantFrom('pic', 'missing', undefined) }),
    fc.record({
      kind: fc.constant('style'),
      style: fc.constantFrom(
        'emphasis',
        'strong',
        'code',
        'subscript',
        'superscript',
        'quote',
        'foreign',
        'cite',
        'smallcaps',
        'plain',
      ),
      ...language,
      content: tie('inlines'),
    }),
    fc.record({ kind: fc.constant('link'), target: fc.constantFrom(...ANCHORS, 'nowhere'), content: tie('inlines') }),
    fc.record({
      kind: fc.constant('url'),
      url: fc.constantFrom('https://example.org/?a=1&b=2', 'mailto:x'),
      content: tie('inlines'),
    }),
    fc.record({
      kind: fc.constant('footnote'),
      mark: fc.constantFrom(undefined, '1', '*', '<&"'),
      anchors,
      blocks: tie('blocks'),
    }),
  ) as fc.Arbitrary<Inline>,
  blocks: fc.array(tie('block'), { maxLength: 3 }),
  cell: fc.record({
    header: fc.boolean(),
    columnSpan: fc.integer({ min: 0, max: 4 }),
    rowSpan: fc.integer({ min: 0, max: 4 }),
    anchors,
    blocks: tie('blocks'),
  }) as fc.Arbitrary<TableCell>,
  cells: fc.array(fc.array(tie('cell'), { maxLength: 3 }), { maxLength: 3 }),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('paragraph'), ...language, anchors, content: tie('inlines') }),
    fc.record({
      kind: fc.constant('lines'),
      ...language,
      role: fc.constantFrom('verse', 'code'),
      anchors,
      content: tie('inlines'),
    }),
    fc.record({ kind: fc.constant('bridgehead'), ...language, anchors, content: tie('inlines') }),
    fc.record({
      kind: fc.constant('equation'),
      ...language,
      title: tie('inlines'),
      anchors,
      text,
      media: fc.constantFrom('pic', undefined),
    }),
    fc.record({
      kind: fc.constant('figure'),
      ...language,
      title: tie('inlines'),
      anchors,
      images: fc.array(image, { maxLength: 2 }),
      blocks: tie('blocks'),
    }),
    fc.record({
      kind: fc.constant('list'),
      ...language,
      ordered: fc.boolean(),
      start: fc.constantFrom(undefined, 1, 7),
      title: fc.option(tie('inlines'), { nil: undefined }),
      anchors,
      items: fc.array(fc.record({ anchors, blocks: tie('blocks') }), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('definitions'),
      ...language,
      title: fc.option(tie('inlines'), { nil: undefined }),
      anchors,
      entries: fc.array(
        fc.record({ anchors, terms: fc.array(tie('inlines'), { maxLength: 2 }), blocks: tie('blocks') }),
        { maxLength: 2 },
      ),
    }),
    fc.record({
      kind: fc.constant('table'),
      ...language,
      title: tie('inlines'),
      anchors,
      head: tie('cells'),
      body: tie('cells'),
      foot: tie('cells'),
    }),
    fc.record({
      kind: fc.constant('quotation'),
      ...language,
      role: fc.constantFrom('epigraph', undefined),
      anchors,
      attribution: fc.option(tie('inlines'), { nil: undefined }),
      blocks: tie('blocks'),
    }),
    fc.record({
      kind: fc.constant('aside'),
      ...language,
      role: fc.constantFrom('sidebar', 'note', 'warning'),
      title: tie('inlines'),
      anchors,
      blocks: tie('blocks'),
    }),
    fc.record({
      kind: fc.constant('bibliography'),
      entries: fc.array(fc.record({ anchors, content: tie('inlines') }), { maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('index'),
      title: fc.option(tie('inlines'), { nil: undefined }),
      entries: fc.array(
        fc.record({
          anchors,
          content: tie('inlines'),
          entries: fc.array(fc.record({ content: tie('inlines'), entries: fc.constant([]) }), { maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
    }),
  ) as unknown as fc.Arbitrary<Block>,
}))

const inlines = fc.array(inline, { maxLength: 3 })
const blocks = fc.array(block, { maxLength: 4 })

const section: fc.Arbitrary<Section> = fc.letrec<{ section: Section }>((tie) => ({
  section: fc.record({
    ...language,
    title: inlines,
    anchors,
    blocks,
    sections: fc.oneof(
      { maxDepth: 7, depthSize: 'small', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('section'), { maxLength: 2 }),
    ),
  }) as fc.Arbitrary<Section>,
})).section

const component = fc.record({
  kind: fc.constantFrom('chapter', 'preface', 'appendix', 'dedication', 'glossary', 'bibliography', 'index'),
  ...language,
  title: inlines,
  anchors,
  blocks,
  sections: fc.array(section, { maxLength: 3 }),
}) as fc.Arbitrary<Component>

const part = fc.record({
  kind: fc.constant('part'),
  title: inlines,
  anchors,
  intro: blocks,
  components: fc.array(component, { maxLength: 2 }),
}) as fc.Arbitrary<Part>

/** A book that a reader might hand over on its worst day. */
export function randomBook(picture: string): fc.Arbitrary<Book> {
  return fc.record({
    metadata: fc.record({
      isbn: fc.constantFrom(undefined, '9780000000019'),
      title: fc.constantFrom(undefined, 'A <Book>'),
      authors: fc.constantFrom([], [{ surname: 'Example', firstname: 'Ada' }]),
      editors: fc.constant([]),
      language: fc.constantFrom(undefined, 'de'),
    }),
    body: fc.array(fc.oneof(part, component), { minLength: 1, maxLength: 3 }),
    media: fc.constant([{ name: 'pic', filename: 'Ä Bild.PNG', mediaType: 'image/png', path: picture }]),
  })
}
