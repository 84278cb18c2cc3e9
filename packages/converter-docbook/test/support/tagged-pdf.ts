import { makePdf, type Pdf, writeLines } from './pdf-builder.ts'

/** A node of a structure tree; functions draw its own text and pictures, in the order in which they are read. */
export interface TreeNode {
  readonly role: string
  readonly children: ReadonlyArray<TreeNode | (() => void)>
  readonly alt?: string
  readonly actual?: string
  /** Attributes of the table kind. */
  readonly table?: { readonly RowSpan?: number; readonly ColSpan?: number }
}

type Options = Omit<TreeNode, 'role' | 'children'>

/** A node with its children. */
export function node(role: string, children: TreeNode['children'], options: Options = {}): TreeNode {
  return { role, children, ...options }
}

/** Draws a line of text at a height. */
export function line(pdf: Pdf, text: string, y: number, options: { x?: number; size?: number } = {}): () => void {
  return () => writeLines(pdf, [text], { y, ...options })
}

/** Makes a tagged PDF; `draw` gives the trees that are drawn one after the other, each after what `draw` has drawn itself. */
export function makeTaggedPdf(draw: (pdf: Pdf) => Iterable<TreeNode>, options: object = {}): Promise<Buffer> {
  return makePdf(
    (pdf) => {
      const document = pdf.struct('Document')
      pdf.addStructure(document)
      for (const tree of draw(pdf)) document.add(toElement(pdf, tree))
      document.end()
    },
    { tagged: true, pdfVersion: '1.7', ...options },
  )
}

function toElement(pdf: Pdf, { role, children, alt, actual, table }: TreeNode): ReturnType<Pdf['struct']> {
  const element = pdf.struct(role, { ...(alt !== undefined && { alt }), ...(actual !== undefined && { actual }) })
  if (table !== undefined) Object.assign(Reflect.get(element, 'dictionary').data, { A: { O: 'Table', ...table } })
  for (const child of children) element.add(typeof child === 'function' ? child : toElement(pdf, child))
  element.end()
  return element
}
