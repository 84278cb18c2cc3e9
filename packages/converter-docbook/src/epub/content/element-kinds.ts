import type { XmlElement } from '../xml/element.ts'

const names = (list: string) => new Set(list.split(' '))

/** Elements that never show. */
export const HIDDEN = names('script style template head link meta base track source param col colgroup rp area')

/** Elements that stand on their own between other text. */
const BLOCKS = names(
  'p div section article main header footer h1 h2 h3 h4 h5 h6 ul ol menu dir dl dt dd li table caption thead tbody tfoot tr td th figure figcaption blockquote pre aside nav hr address form fieldset legend details summary center hgroup body',
)

/** Elements whose inside is not text of the book's language: formulae and drawings. */
export const FOREIGN = names('math svg')

/** Whether the element stands on its own between other text. */
export const isBlock = (element: XmlElement): boolean => BLOCKS.has(element.name)

/** Whether a block stands anywhere inside the element. */
export function containsBlock(element: XmlElement): boolean {
  return element.children.some(
    (child) => typeof child !== 'string' && !FOREIGN.has(child.name) && (isBlock(child) || containsBlock(child)),
  )
}
