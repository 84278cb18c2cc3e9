import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { Block, Cell, Chapter, Handbook, Part, Table } from './book-model.ts'
import { backoffPng, DRAWINGS, toSvg } from './figures.ts'
import { type Inline, parseInline, plainText } from './inline.ts'

/** A page of the ePub. */
interface Page {
  readonly file: string
  readonly id: string
  readonly title: string
  readonly body: string
}

const TYPES: Readonly<Record<Chapter['kind'], string>> = {
  dedication: 'dedication',
  preface: 'preface',
  chapter: 'chapter',
  appendix: 'appendix',
  glossary: 'glossary',
  bibliography: 'bibliography',
  index: 'index',
}

/** Writes the handbook as an ePub 3 with both kinds of navigation. The same handbook gives the same bytes. */
export async function writeEpub(book: Handbook, path: string): Promise<void> {
  const pages = new Pages(book)
  const zip = new ZipFile()
  const fixed = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true }
  const add = (name: string, content: string | Uint8Array, compress = true) =>
    zip.addBuffer(Buffer.from(content), name, { ...fixed, compress })
  add('mimetype', 'application/epub+zip', false)
  add('META-INF/container.xml', CONTAINER)
  add('OEBPS/package.opf', packageDocument(book, pages.all))
  add('OEBPS/nav.xhtml', navDocument(book, pages))
  add('OEBPS/toc.ncx', ncxDocument(book, pages))
  add('OEBPS/style.css', STYLE)
  for (const page of pages.all) add(`OEBPS/${page.file}`, xhtml(book, page.title, page.body))
  add('OEBPS/images/flow.svg', toSvg(DRAWINGS.flow))
  add('OEBPS/images/status.svg', toSvg(DRAWINGS.status))
  add('OEBPS/images/backoff.png', backoffPng(), false)
  zip.end()
  await finished(zip.outputStream.pipe(createWriteStream(path)))
}

/** The pages in reading order, and where every id stands. */
class Pages {
  readonly all: readonly Page[]
  readonly #fileOf = new Map<string, string>()

  constructor(book: Handbook) {
    const entries = book.items.flatMap((item) => (item.kind === 'part' ? [item, ...item.chapters] : [item]))
    for (const entry of entries) for (const id of idsOf(entry)) this.#fileOf.set(id, `${entry.id}.xhtml`)
    this.all = entries.map((entry) => ({
      file: `${entry.id}.xhtml`,
      id: entry.id,
      title: entry.title,
      body: entry.kind === 'part' ? this.#part(entry) : this.#chapter(entry),
    }))
  }

  #part({ id, title, intro }: Part): string {
    return `<section epub:type="part" role="doc-part" id="${id}"><h1>${escapeXml(title)}</h1>\n<p>${this.#inline(intro, id)}</p></section>`
  }

  #chapter(chapter: Chapter): string {
    const notes: string[] = []
    const line = (text: string) => this.#inline(text, chapter.id, notes)
    const blocks: string[] = []
    const open: number[] = []
    for (const block of chapter.blocks) {
      if ('h' in block) {
        for (; (open.at(-1) ?? 0) >= block.h; open.pop()) blocks.push('</section>')
        blocks.push(`<section${block.id ? ` id="${block.id}"` : ''}><h${block.h}>${line(block.text)}</h${block.h}>`)
        open.push(block.h)
      } else blocks.push(renderBlock(block, line))
    }
    blocks.push('</section>'.repeat(open.length))
    const endnotes = notes.length === 0 ? '' : `\n<section epub:type="footnotes">\n${notes.join('\n')}\n</section>`
    const type = TYPES[chapter.kind]
    const heading = `<h1>${escapeXml(chapter.title)}</h1>`
    return `<section epub:type="${type}" role="doc-${type}" id="${chapter.id}">${heading}\n${blocks.join('\n')}${endnotes}\n</section>`
  }

  #inline(text: string, page: string, notes?: string[]): string {
    return parseInline(text)
      .map((piece) => this.#piece(piece, page, notes))
      .join('')
  }

  #piece(piece: Inline, page: string, notes?: string[]): string {
    if (piece.kind === 'note') {
      const n = (notes?.length ?? 0) + 1
      const [note, ref] = [`${page}-note-${n}`, `${page}-ref-${n}`]
      notes?.push(
        `<aside epub:type="footnote" role="doc-footnote" id="${note}"><p><a href="#${ref}" role="doc-backlink">${n}</a> ${escapeXml(piece.text)}</p></aside>`,
      )
      return `<a epub:type="noteref" role="doc-noteref" id="${ref}" href="#${note}"><sup>${n}</sup></a>`
    }
    if (piece.kind === 'link') {
      const id = piece.target.slice(1)
      const href = piece.target.startsWith('#') ? `${this.#fileOf.get(id) ?? fail(id)}#${id}` : piece.target
      return `<a href="${href}">${escapeXml(piece.text)}</a>`
    }
    return piece.kind === 'text' ? escapeXml(piece.text) : `<${piece.kind}>${escapeXml(piece.text)}</${piece.kind}>`
  }
}

function fail(id: string): never {
  throw new Error(`The handbook links to ${id}, which is nowhere`)
}

function idsOf(entry: Part | Chapter): string[] {
  if (entry.kind === 'part') return [entry.id]
  return [
    entry.id,
    ...entry.blocks.flatMap((block) => {
      if ('terms' in block) return block.terms.map(([, , id]) => id)
      if ('sources' in block) return block.sources.map(([id]) => id)
      return 'id' in block && block.id !== undefined ? [block.id] : []
    }),
  ]
}

type Line = (text: string) => string

function renderBlock(block: Exclude<Block, { h: 2 | 3 }>, line: Line): string {
  if ('p' in block) return `<p>${line(block.p)}</p>`
  if ('list' in block) {
    const items = block.list.map((item) => `<li>${line(item)}</li>`).join('')
    return block.ordered ? `<ol>${items}</ol>` : `<ul>${items}</ul>`
  }
  if ('code' in block) return `<pre><code>${escapeXml(block.code)}</code></pre>`
  if ('quote' in block)
    return `<blockquote><p>${line(block.quote)}</p>${block.by ? `<footer>${line(block.by)}</footer>` : ''}</blockquote>`
  if ('verse' in block) return `<p class="verse">${block.verse.map(escapeXml).join('<br/>\n')}</p>`
  if ('figure' in block) {
    const file = block.figure === 'backoff' ? 'backoff.png' : `${block.figure}.svg`
    return `<figure id="${block.id}"><img src="images/${file}" alt="${escapeXml(block.alt)}"/><figcaption>${line(block.caption)}</figcaption></figure>`
  }
  if ('table' in block) return renderTable(block.table, block.id, line(block.caption), line)
  if ('terms' in block)
    return `<dl>${block.terms.map(([term, text, id]) => `<dt id="${id}">${escapeXml(term)}</dt><dd>${line(text)}</dd>`).join('\n')}</dl>`
  if ('sources' in block)
    return `<ul>${block.sources.map(([id, text]) => `<li epub:type="biblioentry" role="doc-biblioentry" id="${id}">${line(text)}</li>`).join('\n')}</ul>`
  return block.entries
    .map(
      ([letter, lines]) =>
        `<section><h2>${letter}</h2><ul>${lines.map((text) => `<li>${line(text)}</li>`).join('')}</ul></section>`,
    )
    .join('\n')
}

function renderTable({ head, rows }: Table, id: string, caption: string, line: Line): string {
  const cell = (tag: string, value: Cell) => {
    if (typeof value === 'string') return `<${tag}>${line(value)}</${tag}>`
    const spans = `${value.columns ? ` colspan="${value.columns}"` : ''}${value.rows ? ` rowspan="${value.rows}"` : ''}`
    return `<${tag}${spans}>${line(value.text)}</${tag}>`
  }
  const row = (tag: string, cells: readonly Cell[]) => `<tr>${cells.map((value) => cell(tag, value)).join('')}</tr>`
  return `<table id="${id}"><caption>${caption}</caption><thead>${row('th', head)}</thead>\n<tbody>${rows.map((cells) => row('td', cells)).join('\n')}</tbody></table>`
}

function xhtml({ language }: Handbook, title: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}">\n<head><title>${escapeXml(title)}</title><link rel="stylesheet" href="style.css"/></head>\n<body>\n${body}\n</body>\n</html>\n`
}

function navDocument(book: Handbook, pages: Pages): string {
  const link = ({ id, title }: { id: string; title: string }) => `<a href="${id}.xhtml">${escapeXml(title)}</a>`
  const sections = (chapter: Chapter) => {
    const inner = chapter.blocks.flatMap((block) =>
      'h' in block && block.h === 2 && block.id
        ? [`<li><a href="${chapter.id}.xhtml#${block.id}">${escapeXml(plainText(block.text))}</a></li>`]
        : [],
    )
    return inner.length === 0 ? '' : `<ol>${inner.join('')}</ol>`
  }
  const items = book.items.map((item) =>
    item.kind === 'part'
      ? `<li>${link(item)}<ol>${item.chapters.map((chapter) => `<li>${link(chapter)}${sections(chapter)}</li>`).join('\n')}</ol></li>`
      : `<li>${link(item)}</li>`,
  )
  const [first] = pages.all
  const landmarks = `<nav epub:type="landmarks" hidden=""><ol><li><a epub:type="bodymatter" href="${first?.file ?? ''}">Begin</a></li></ol></nav>`
  return xhtml(
    book,
    'Contents',
    `<nav epub:type="toc"><h1>Contents</h1><ol>${items.join('\n')}</ol></nav>\n${landmarks}`,
  )
}

function ncxDocument(book: Handbook, pages: Pages): string {
  const points = pages.all.map(
    ({ file, id, title }, i) =>
      `<navPoint id="p-${id}" playOrder="${i + 1}"><navLabel><text>${escapeXml(title)}</text></navLabel><content src="${file}"/></navPoint>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head><meta name="dtb:uid" content="urn:isbn:${book.isbn}"/></head><docTitle><text>${escapeXml(book.title)}</text></docTitle><navMap>${points.join('\n')}</navMap></ncx>\n`
}

function packageDocument(book: Handbook, pages: readonly Page[]): string {
  const items = pages.map(({ id, file }) => `<item id="${id}" href="${file}" media-type="application/xhtml+xml"/>`)
  const images = [
    '<item id="img-flow" href="images/flow.svg" media-type="image/svg+xml"/>',
    '<item id="img-status" href="images/status.svg" media-type="image/svg+xml"/>',
    '<item id="img-backoff" href="images/backoff.png" media-type="image/png"/>',
  ]
  const { title, subtitle, author, publisher, isbn, date, language, rights } = book
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="isbn" xml:lang="${language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="isbn">urn:isbn:${isbn}</dc:identifier>
<dc:title id="title">${escapeXml(title)}</dc:title><meta refines="#title" property="title-type">main</meta>
<dc:title id="subtitle">${escapeXml(subtitle)}</dc:title><meta refines="#subtitle" property="title-type">subtitle</meta>
<dc:creator id="author">${author.first} ${author.last}</dc:creator><meta refines="#author" property="role" scheme="marc:relators">aut</meta><meta refines="#author" property="file-as">${author.last}, ${author.first}</meta>
<dc:publisher>${escapeXml(publisher)}</dc:publisher><dc:date>${date}</dc:date><dc:language>${language}</dc:language><dc:rights>${escapeXml(rights)}</dc:rights>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
</metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="css" href="style.css" media-type="text/css"/>
${[...items, ...images].join('\n')}
</manifest>
<spine toc="ncx">${pages.map(({ id }) => `<itemref idref="${id}"/>`).join('')}</spine>
</package>
`
}

const CONTAINER =
  '<?xml version="1.0"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'

const STYLE =
  'body { font-family: serif; line-height: 1.5 } table { border-collapse: collapse } td, th { border: 1px solid #888; padding: 0.2em 0.5em } .verse { margin-left: 2em }\n'

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
