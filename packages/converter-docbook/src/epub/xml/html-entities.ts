import { decodeHTML } from 'entities'
import { oversizedBook } from '../archive/archive-error.ts'
import { LIMITS } from '../archive/limits.ts'

/**
 * Resolves named entities for the XML parser: the five of XML, those of HTML, and those that the document declares as
 * plain text. Nothing is expanded inside a declared value, so that entities cannot multiply, and what they stand for is
 * bounded.
 * @param onUnknown told of names that nobody knows; they stay as written
 */
export function entityTable(
  declared: ReadonlyMap<string, string>,
  onUnknown: (name: string) => void,
): Record<string, string> {
  let characters = 0
  return new Proxy<Record<string, string>>(
    {},
    {
      get(_, name) {
        if (typeof name !== 'string') return undefined
        const own = declared.get(name)
        if (own !== undefined) {
          characters += own.length
          if (characters > LIMITS.entityCharacters) throw oversizedBook(`The entity &${name}; is used too often`)
          return own
        }
        const written = `&${name};`
        const text = decodeHTML(written)
        if (text === written) onUnknown(name)
        return text
      },
    },
  )
}

const DECLARATION = /<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"]{0,1000})"|'([^']{0,1000})')\s*>/g

/** The entities that a DOCTYPE declares with plain text; external and parameter entities are passed over. */
export function declaredEntities(doctype: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name, double, single] of doctype.matchAll(DECLARATION)) {
    const value = double ?? single ?? ''
    if (name !== undefined && !value.includes('<')) found.set(name, decodeCharacters(value))
  }
  return found
}

const decodeCharacters = (text: string) => text.replace(/&#x?[0-9a-fA-F]+;/g, (reference) => decodeHTML(reference))
