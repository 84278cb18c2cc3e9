import { languageDifference } from '../../structure/language-difference.ts'
import type { Block, Inline, TextLanguage } from '../../tree/book.ts'
import { attribute, type XmlElement } from '../xml/element.ts'
import { inlineText } from './inline-text.ts'

const TAG = /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i
const DECLARED = /(?:^|;)\s*direction\s*:\s*(ltr|rtl)/i

/** The language and direction that an element states for what is in it; absent where it is silent. */
export function statedLanguage(element: XmlElement): TextLanguage {
  const tag = (attribute(element, 'xml:lang') ?? attribute(element, 'lang'))?.trim()
  const written = attribute(element, 'dir') ?? DECLARED.exec(attribute(element, 'style') ?? '')?.[1]
  return {
    language: tag !== undefined && TAG.test(tag) ? tag : undefined,
    direction: directionOf(element, written?.trim().toLowerCase()),
  }
}

/** `bdo` turns the letters themselves, everything else only the order of what is written. */
function directionOf({ name }: XmlElement, written: string | undefined): TextLanguage['direction'] {
  if (written !== 'ltr' && written !== 'rtl') return undefined
  if (name === 'bdo') return written === 'ltr' ? 'lro' : 'rlo'
  return written
}

/** What holds inside an element; undefined when it changes nothing. */
export function languageInside(element: XmlElement, around: TextLanguage): TextLanguage | undefined {
  if (!mayState(element)) return undefined
  const stated = statedLanguage(element)
  const inside = {
    language: stated.language ?? around.language,
    direction: stated.direction ?? around.direction,
  }
  return languageDifference(inside, around) === undefined ? undefined : inside
}

function mayState({ attributes }: XmlElement): boolean {
  for (const name in attributes) if (/lang$|^dir$|^style$/.test(name)) return true
  return false
}

/** Running text that says what language it is in: by the one element around all of it, else by one of its own. */
export function inLanguage(content: readonly Inline[], own: TextLanguage | undefined): readonly Inline[] {
  if (own === undefined || !saysLanguage(own) || !/[\p{L}\p{N}]/u.test(inlineText(content))) return content
  const { language, direction } = own
  const [only, ...others] = content.filter((inline) => inline.kind !== 'anchor')
  if (only?.kind !== 'style' || only.style === 'ruby' || others.length > 0 || saysLanguage(only))
    return [{ kind: 'style', style: 'plain', language, direction, content }]
  return content.map((inline) => (inline === only ? { ...only, language, direction } : inline))
}

const saysLanguage = ({ language, direction }: TextLanguage) => language !== undefined || direction !== undefined

/** A block that says what language it is in, unless it does so already. */
export function withLanguage(block: Block, own: TextLanguage | undefined): Block {
  if (own === undefined || !saysLanguage(own) || block.kind === 'bibliography' || block.kind === 'index') return block
  return { ...block, language: block.language ?? own.language, direction: block.direction ?? own.direction }
}

/** The content of an element that is read as something else than itself, in the language that the element states. */
export function keepingLanguage(element: XmlElement, as: 'div' | 'span'): XmlElement['children'] {
  if (!mayState(element)) return element.children
  const { language, direction } = statedLanguage(element)
  const attributes: Record<string, string> = {}
  if (language !== undefined) attributes.lang = language
  if (direction !== undefined) attributes.dir = direction
  return Object.keys(attributes).length === 0 ? element.children : [{ ...element, name: as, attributes }]
}
