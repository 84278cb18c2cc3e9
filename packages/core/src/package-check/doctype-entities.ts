/** What a document type declaration says about entities. */
export interface DoctypeEntities {
  /** External entities of the internal subset: name to file. */
  readonly files: ReadonlyMap<string, string>
  /** Entities of the internal subset that stand for text. */
  readonly texts: ReadonlySet<string>
  /** Whether a DTD is named, which may declare more. */
  readonly hasExternalSubset: boolean
}

const NAME = '[^\\s%"\'<>&;]+'
const LITERAL = `"[^"]*"|'[^']*'`
const EXTERNAL = `(?:SYSTEM|PUBLIC\\s+(?:${LITERAL}))`
/** Comments, instructions and other literals are tokens too, so that nothing inside them is taken for a declaration. */
const TOKEN = new RegExp(
  `<!--.*?-->|<\\?.*?\\?>|<!ENTITY\\s+(${NAME})\\s+(${EXTERNAL}\\s+)?(${LITERAL})|${LITERAL}`,
  'gs',
)
const HAS_EXTERNAL_SUBSET = /^\s*\S+\s+(?:SYSTEM|PUBLIC)\s/

/** In characters: room for a hundred thousand fragments. */
const LONGEST_DOCTYPE = 4_000_000

/**
 * Reads the entity declarations of a document type declaration. Nothing is resolved or expanded.
 * @throws Error when it is absurdly long
 */
export function doctypeEntities(doctype: string): DoctypeEntities {
  if (doctype.length > LONGEST_DOCTYPE) throw new Error('its document type declaration is too long')
  const files = new Map<string, string>()
  const texts = new Set<string>()
  for (const [, name, external, literal = ''] of doctype.matchAll(TOKEN)) {
    if (name === undefined || files.has(name) || texts.has(name)) continue // the first declaration binds
    if (external === undefined) texts.add(name)
    else files.set(name, literal.slice(1, -1))
  }
  return { files, texts, hasExternalSubset: HAS_EXTERNAL_SUBSET.test(doctype) }
}
