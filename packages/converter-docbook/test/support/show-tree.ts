import type { Block, Component, Inline, Part, Section, TableCell, TextLanguage } from '../../src/tree/book.ts'

/** Running text as one line: `a *emphasis* [link](anchor) {footnote}`. */
export function showInlines(content: readonly Inline[]): string {
  return content.map(showInline).join('')
}

function showInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'style':
      return `<${inline.style}${showLanguage(inline)}>${showInlines(inline.content)}</>`
    case 'link':
      return `[${showInlines(inline.content)}](${inline.target})`
    case 'url':
      return `[${showInlines(inline.content)}](${inline.url})`
    case 'footnote':
      return `{${inline.blocks.map(showBlock).join(' | ')}}`
    case 'image':
      return `!${inline.image.media ?? ''}${inline.image.alt === undefined ? '' : `"${inline.image.alt}"`}`
    case 'equation':
      return `$${inline.text}$`
    case 'anchor':
      return `#${inline.anchor.replace(/^.*#/, '')};`
    case 'break':
      return '/'
  }
}

const inside = (blocks: readonly Block[]) => blocks.map(showBlock).join(' | ')
const title = (content: readonly Inline[] | undefined) =>
  content && content.length > 0 ? ` "${showInlines(content)}"` : ''
const rows = (band: ReadonlyArray<readonly TableCell[]>) =>
  band
    .map((row) =>
      row
        .map((cell) => `${cell.header ? '!' : ''}${cell.columnSpan}x${cell.rowSpan} ${inside(cell.blocks)}`)
        .join(', '),
    )
    .join('; ')

const showLanguage = ({ language, direction }: TextLanguage) =>
  [language, direction].flatMap((one) => (one === undefined ? [] : `@${one}`)).join('')

/** A block as one line: `p: text`, `ul(p: a | p: b)`; `@fr` before one in another language. */
export function showBlock(block: Block): string {
  const language = block.kind === 'bibliography' || block.kind === 'index' ? '' : showLanguage(block)
  return `${language}${language === '' ? '' : ' '}${showPlain(block)}`
}

function showPlain(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `p: ${showInlines(block.content)}`
    case 'bridgehead':
      return `h: ${showInlines(block.content)}`
    case 'lines':
      return `${block.role}: ${showInlines(block.content)}`
    case 'list':
      return `${block.ordered ? 'ol' : 'ul'}(${block.items.map((item) => inside(item.blocks)).join(' + ')})`
    case 'definitions':
      return `dl(${block.entries.map((entry) => `${entry.terms.map(showInlines).join(', ')} = ${inside(entry.blocks)}`).join(' + ')})`
    case 'table':
      return `table${title(block.title)}(${rows(block.head)} / ${rows(block.body)} / ${rows(block.foot)})`
    case 'figure':
      return `figure${title(block.title)}(${block.images.map((image) => showInline({ kind: 'image', image })).join(' ')}${block.blocks.length > 0 ? ` | ${inside(block.blocks)}` : ''})`
    case 'quotation':
      return `${block.role ?? 'quote'}(${inside(block.blocks)}${block.attribution ? ` -- ${showInlines(block.attribution)}` : ''})`
    case 'aside':
      return `${block.role}${title(block.title)}(${inside(block.blocks)})`
    case 'equation':
      return `equation($${block.text}$)`
    case 'bibliography':
      return `bibliography(${block.entries.map((entry) => showInlines(entry.content)).join(' + ')})`
    case 'index':
      return `index${title(block.title)}(${block.entries.map((entry) => showInlines(entry.content) + (entry.entries.length > 0 ? ` > ${entry.entries.map((inner) => showInlines(inner.content)).join(', ')}` : '')).join(' + ')})`
  }
}

/** Parts, components and sections, one per line, indented; with their blocks when asked for. */
export function showBody(body: readonly (Part | Component)[]): string[] {
  return body.flatMap((piece) =>
    piece.kind === 'part'
      ? [`part ${showInlines(piece.title)}`, ...piece.components.flatMap((one) => showSection(one, 1))]
      : showSection(piece, 0),
  )
}

function showSection(section: Section | Component, depth: number): string[] {
  const kind = 'kind' in section ? `${section.kind}${section.role === undefined ? '' : `:${section.role}`} ` : ''
  const line = `${'  '.repeat(depth)}${kind}${showInlines(section.title)}`
  return [line, ...section.sections.flatMap((inner) => showSection(inner, depth + 1))]
}

/** All blocks of the book in order. */
export function showBlocks(body: readonly (Part | Component)[]): string[] {
  const all = (section: Section | Component): Block[] => [...section.blocks, ...section.sections.flatMap(all)]
  return body
    .flatMap((piece) => (piece.kind === 'part' ? [...piece.intro, ...piece.components.flatMap(all)] : all(piece)))
    .map(showBlock)
}
