import type { PdfDocument, StructureNode } from '../engine/pdf-document.ts'
import { kindOf } from './roles.ts'

/** Pages that are looked at, spread over the document. */
const SAMPLE = 24

/**
 * Whether the structure tree of a document says more than where its paragraphs are. One in which everything is a paragraph
 * says less than the looks of the text do.
 */
export function usesTags(document: PdfDocument): boolean {
  if (!document.isTagged) return false
  const step = Math.max(1, document.pageCount / SAMPLE)
  for (let i = 0; i < document.pageCount; i += step) if (document.structure(Math.floor(i)).some(saysMore)) return true
  return false
}

function saysMore(node: StructureNode): boolean {
  const kind = kindOf(node)
  if (kind === 'heading' || kind === 'item' || kind === 'row' || kind === 'code' || kind === 'quote') return true
  return node.children.some((child) => typeof child !== 'number' && saysMore(child))
}
