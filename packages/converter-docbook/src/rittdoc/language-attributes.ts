import type { TextLanguage } from '../tree/book.ts'
import type { XmlElement } from './xml-node.ts'

/** Language and direction as attributes, which every element of the format takes that is emitted for text. */
export function languageAttributes({ language, direction }: TextLanguage): XmlElement['attributes'] {
  return language === undefined && direction === undefined ? NONE : { lang: language, dir: direction }
}

const NONE: XmlElement['attributes'] = {}
