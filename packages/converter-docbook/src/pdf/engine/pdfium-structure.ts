import type { StructureNode } from './pdf-document.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

/** Deeper trees, and more nodes on one page, are made to hurt. */
const DEEPEST = 64
const MOST_NODES = 50_000
/** A span of more rows or columns is a mistake. */
const MOST_SPANNED = 1_000
/** Length in bytes of an empty text. */
const EMPTY = 2

/** The part of the structure tree that has content on a page. */
export function readStructure(pdfium: Pdfium, page: Pointer): StructureNode[] {
  const tree = pdfium.call._FPDF_StructTree_GetForPage(page)
  if (tree === 0) return []
  try {
    return new StructureReader(pdfium).read(tree)
  } finally {
    pdfium.call._FPDF_StructTree_Close(tree)
  }
}

class StructureReader {
  readonly #pdfium: Pdfium
  #left = MOST_NODES

  constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium
  }

  read(tree: Pointer): StructureNode[] {
    const { call } = this.#pdfium
    const count = call._FPDF_StructTree_CountChildren(tree)
    const roots: StructureNode[] = []
    for (let i = 0; i < count; i++) {
      const element = call._FPDF_StructTree_GetChildAtIndex(tree, i)
      if (element !== 0) roots.push(this.#node(element, { key: '', index: i, depth: 1 }))
    }
    return roots
  }

  #node(element: Pointer, place: { key: string; index: number; depth: number }): StructureNode {
    const { call } = this.#pdfium
    const key = `${place.key}.${place.index}`
    const childCount = Math.max(0, call._FPDF_StructElement_CountChildren(element))
    const role = this.#text(element, call._FPDF_StructElement_GetType) ?? ''
    const children: (StructureNode | number)[] = []
    for (let i = 0; i < childCount && this.#left > 0; i++) {
      const child = call._FPDF_StructElement_GetChildAtIndex(element, i)
      const id = child === 0 ? call._FPDF_StructElement_GetChildMarkedContentID(element, i) : -1
      if (id >= 0) children.push(id)
      if (child === 0 || place.depth >= DEEPEST) continue
      this.#left--
      children.push(this.#node(child, { key, index: i, depth: place.depth + 1 }))
    }
    return { key, index: place.index, role, childCount, children, ...this.#properties(element, role) }
  }

  #properties(element: Pointer, role: string): Partial<StructureNode> {
    const { call } = this.#pdfium
    return {
      alternative: this.#text(element, call._FPDF_StructElement_GetAltText),
      actualText: this.#text(element, call._FPDF_StructElement_GetActualText),
      ...(/^T[DH]$/.test(role) && {
        rowSpan: this.#number(element, 'RowSpan'),
        columnSpan: this.#number(element, 'ColSpan'),
      }),
    }
  }

  #text(element: Pointer, call: (element: number, buffer: number, length: number) => number): string | undefined {
    if (call(element, 0, 0) <= EMPTY) return undefined
    return this.#pdfium.utf16((buffer, length) => call(element, buffer, length)) || undefined
  }

  /** A whole number among the attributes of an element. */
  #number(element: Pointer, name: string): number | undefined {
    const { call, scratch } = this.#pdfium
    const count = call._FPDF_StructElement_GetAttributeCount(element)
    for (let i = 0; i < count; i++) {
      const attributes = call._FPDF_StructElement_GetAttributeAtIndex(element, i)
      const value =
        attributes === 0
          ? 0
          : this.#pdfium.withText(name, (at) => call._FPDF_StructElement_Attr_GetValue(attributes, at))
      if (value === 0 || !call._FPDF_StructElement_Attr_GetNumberValue(value, scratch)) continue
      const number = this.#pdfium.float(scratch)
      if (number >= 1 && number <= MOST_SPANNED) return Math.floor(number)
    }
    return undefined
  }
}
