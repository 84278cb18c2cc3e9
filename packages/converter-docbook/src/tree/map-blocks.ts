import type { Block, Book, Component, Part, Section, TableCell } from './book.ts'

/** What stands in a block's place: itself, others, or nothing. What is inside the block is changed already. */
export type BlockChange = (block: Block) => readonly Block[]

/** The book with every block changed, wherever it stands but in footnotes: the way most rules for one publisher go. */
export function mapBlocks(book: Book, change: BlockChange): Book {
  return { ...book, body: book.body.map((piece) => mapPiece(piece, change)) }
}

function mapPiece(piece: Part | Component, change: BlockChange): Part | Component {
  if (piece.kind !== 'part') return mapSection(piece, change)
  const components = piece.components.map((component) => mapSection(component, change))
  return { ...piece, intro: mapAll(piece.intro, change), components }
}

function mapSection<T extends Section | Component>(section: T, change: BlockChange): T {
  const sections = section.sections.map((inner) => mapSection(inner, change))
  return { ...section, blocks: mapAll(section.blocks, change), sections }
}

const mapAll = (blocks: readonly Block[], change: BlockChange): Block[] =>
  blocks.flatMap((block) => change(mapInside(block, change)))

function mapInside(block: Block, change: BlockChange): Block {
  const inside = <T extends { readonly blocks: readonly Block[] }>(holder: T): T => ({
    ...holder,
    blocks: mapAll(holder.blocks, change),
  })
  const rows = (band: ReadonlyArray<readonly TableCell[]>) => band.map((row) => row.map(inside))
  switch (block.kind) {
    case 'list':
      return { ...block, items: block.items.map(inside) }
    case 'definitions':
      return { ...block, entries: block.entries.map(inside) }
    case 'table':
      return { ...block, head: rows(block.head), body: rows(block.body), foot: rows(block.foot) }
    case 'figure':
    case 'quotation':
    case 'aside':
      return inside(block)
    default:
      return block
  }
}
