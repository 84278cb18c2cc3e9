import type { XmlElement } from '../xml/element.ts'
import { classNames } from '../xml/semantic-types.ts'

const CAPTION = /^(fig(ure)?[-_]?)?(caption|legend|title)$|^figcaption$/

/** Whether an element calls itself a subtitle. */
export const saysSubtitle = (element: XmlElement, types: readonly string[]): boolean =>
  types.includes('subtitle') || classNames(element).includes('subtitle')

/** Whether an element calls itself the caption of a picture. */
export const saysCaption = (element: XmlElement): boolean => classNames(element).some((name) => CAPTION.test(name))

const TABLE_TITLE = /^(table|tbl|tab)[-_]?(title|caption|heading|head|name|ttl|cap)s?$/

/** Whether an element calls itself the title of the table that follows. */
export const saysTableTitle = (element: XmlElement): boolean =>
  classNames(element).some((name) => TABLE_TITLE.test(name))
