import { html as tagged } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** A part of a page, in which every value is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** A part of a page: values are escaped, parts and lists of parts are put in as they are. */
export const html: (strings: TemplateStringsArray, ...values: unknown[]) => Html = tagged

/** Nothing. */
export const nothing: Html = html``
