import { type BadBook, KEPT, kept, refused } from './bad-book.ts'
import { epub, PARAGRAPH, pageOf } from './epub-parts.ts'

const TEN_MEGABYTES = 10_000_000
/** What repeats itself is a bomb above 8 MB. */
const JUST_NO_BOMB = 7_900_000

/** ePubs that have far too much of one thing, on one line. Readers that look twice at everything never come to an end. */
export function badSizes(): BadBook[] {
  return [...wellFormed(), ...malformed(), ...manyParts()]
}

const upTo = (bytes: number, text: string): string => text.repeat(Math.floor(bytes / text.length))

/** A text that packs badly enough to be no bomb. */
function words(bytes: number): string {
  const count = Math.floor(bytes / 9)
  return Array.from({ length: count }, (_, i) => `w${Math.imul(i + 1, 2_654_435_761) >>> 4}`.slice(0, 8)).join(' ')
}

function wellFormed(): BadBook[] {
  const long = words(TEN_MEGABYTES)
  const many = (bytes: number, text: string) => PARAGRAPH + upTo(bytes, text)
  return [
    { name: 'long-line.epub', bytes: epub({ body: `${PARAGRAPH}<p>${long}</p>` }), expected: kept() },
    { name: 'long-attribute.epub', bytes: epub({ body: `${PARAGRAPH}<p title="${long}">a</p>` }), expected: kept() },
    { name: 'long-id.epub', bytes: epub({ body: `<p id="${long}">${KEPT}</p>` }), expected: kept() },
    { name: 'long-comment.epub', bytes: epub({ body: `${PARAGRAPH}<!--${long}-->` }), expected: kept() },
    {
      name: 'long-data-url.epub',
      bytes: epub({ body: `${PARAGRAPH}<img src="data:image/png;base64,${'A'.repeat(6_000_000)}" alt=""/>` }),
      expected: kept(),
    },
    {
      name: 'many-attributes.epub',
      bytes: epub({ body: `<p ${Array.from({ length: 200_000 }, (_, i) => `a${i}="1"`).join(' ')}>${KEPT}</p>` }),
      expected: kept(),
    },
    { name: 'many-breaks.epub', bytes: epub({ body: `<p>${KEPT}${upTo(2_000_000, '<br/>')}</p>` }), expected: kept() },
    {
      name: 'many-spaces.epub',
      bytes: epub({ body: `<p>${KEPT}${upTo(3_000_000, '<b> </b>')}</p>` }),
      expected: kept(),
    },
    { name: 'many-empty-lists.epub', bytes: epub({ body: many(3_000_000, '<ul><li/></ul>') }), expected: kept() },
    { name: 'many-anchors.epub', bytes: epub({ body: many(3_000_000, '<a id="a"/>') }), expected: refused('limit') },
    { name: 'many-headings.epub', bytes: epub({ body: many(700_000, '<h2>a</h2>') }), expected: kept() },
    { name: 'many-paragraphs.epub', bytes: epub({ body: many(JUST_NO_BOMB, '<p>a</p>') }), expected: refused('limit') },
    {
      name: 'wide-cells.epub',
      bytes: epub({
        body: `${PARAGRAPH}<table>${upTo(100_000, '<tr><td colspan="999999999" rowspan="999999999">a</td></tr>')}</table>`,
      }),
      expected: kept(),
    },
    {
      name: 'deep.epub',
      bytes: epub({ body: `${'<div>'.repeat(100_000)}${KEPT}${'</div>'.repeat(100_000)}` }),
      expected: refused('limit'),
    },
  ]
}

/** Beginnings that never end: whatever reads from each of them to the end reads for ever. */
function malformed(): BadBook[] {
  const begin = (name: string, text: string, bytes = JUST_NO_BOMB): BadBook => ({
    name: `endless-${name}.epub`,
    bytes: epub({ page: `${pageOf(PARAGRAPH).replace('</body></html>', '')}${words(60_000)}${upTo(bytes, text)}` }),
    expected: kept('not_well_formed'),
  })
  const formats = Array.from({ length: 20_000 }, (_, i) => `<b id="b${i}">`).join('')
  return [
    begin('line', 'a ', 3_000_000),
    begin('sections', '<![CDATA['),
    begin('types', '<!DOCTYPE['),
    begin('quotes', '<a "'),
    begin('tags', '<a '),
    begin('comments', '<!--'),
    begin('references', '&#'),
    begin('slashes', '</'),
    begin('instructions', '<?'),
    { ...begin('divisions', '<div>'), expected: refused('limit') },
    begin('tables', '<table>', 3_000_000),
    {
      name: 'endless-formats.epub',
      bytes: epub({ body: `${PARAGRAPH}${formats}${upTo(500_000, '<p>a')}` }),
      expected: kept('not_well_formed'),
    },
  ]
}

function manyParts(): BadBook[] {
  const count = 19_000
  const numbers = Array.from({ length: count }, (_, i) => i)
  const files = numbers.map((i) => ({ name: `d${i}/same.png`, data: 'x', isStored: true }))
  const pictures = numbers.map((i) => `<img src="d${i}/same.png" alt=""/>`)
  const points = numbers.map(
    (i) => `<navPoint><navLabel><text>e</text></navLabel><content src="gone${i}.xhtml"/></navPoint>`,
  )
  const nested = `${'<navPoint><navLabel><text>e</text></navLabel>'.repeat(50_000)}${'</navPoint>'.repeat(50_000)}`
  const ncx = (content: string) => ({
    manifest: '<item id="ncx" href="t.ncx" media-type="application/x-dtbncx+xml"/>',
    files: [{ name: 't.ncx', data: `<ncx><navMap>${content}</navMap></ncx>` }, ...files],
  })
  const guide = numbers.map((i) => `<reference type="text" href="c.xhtml#a${i}"/>`).join('')
  const pages = numbers.map((i) => ({ name: `p${i}.xhtml`, data: '<html><body/></html>', isStored: true }))
  return [
    {
      name: 'parts-same-name.epub',
      bytes: epub({ body: PARAGRAPH + pictures.slice(0, 3_000).join(''), files }),
      expected: kept(),
    },
    { name: 'parts-lost-entries.epub', bytes: epub(ncx(points.join(''))), expected: kept('toc_entry_lost') },
    { name: 'parts-deep-entries.epub', bytes: epub(ncx(nested)), expected: refused('limit') },
    {
      name: 'parts-repeated-item.epub',
      bytes: epub({ spine: '<itemref idref="c"/>'.repeat(100_000) }),
      expected: kept('spine_item_repeated'),
    },
    {
      name: 'parts-many-pages-many-landmarks.epub',
      bytes: epub({
        manifest: pages
          .map(({ name }) => `<item id="${name}" href="${name}" media-type="application/xhtml+xml"/>`)
          .join(''),
        spine: `${pages.map(({ name }) => `<itemref idref="${name}"/>`).join('')}</spine><guide>${guide}</guide><spine>`,
        files: pages,
      }),
      expected: kept(),
    },
  ]
}
