import type { CallOptions } from '../contracts/storage.ts'
import { toError } from '../errors.ts'
import { checkXml, type XmlContext } from './check-xml.ts'
import { type DoctypeEntities, doctypeEntities } from './doctype-entities.ts'
import type { Problems } from './problems.ts'
import { isSystemError } from './read-entries.ts'
import { walkZip, type ZipEntry } from './zip-walk.ts'

const BOOK = 'Book.XML'
const NO_ENTITIES: DoctypeEntities = { files: new Map(), texts: new Set(), hasExternalSubset: false }

/** Names of fragments (`ch0001`): a DTD never declares those, the book has to. */
const FRAGMENT = /^[a-z]{2}\d{4}$/

/** Options of {@link checkBookXml}. */
export interface BookCheckOptions extends CallOptions {
  readonly problems: Problems
}

/** Checks that `Book.XML` and every fragment that it declares are there and well-formed. */
export async function checkBookXml(path: string, options: BookCheckOptions): Promise<void> {
  const { problems } = options
  let entities = NO_ENTITIES
  const book: XmlContext = {
    onDoctype: (doctype) => {
      entities = doctypeEntities(doctype)
    },
    isDeclared: (name) => entities.files.has(name) || isText(entities, name),
  }
  const [missingBook] = await checkNamed(path, { ...options, names: new Set([BOOK]), context: book })
  if (missingBook !== undefined) return problems.add(`it holds no ${BOOK} (in exactly that case, at the top)`)

  const fragment: XmlContext = { isDeclared: (name) => isText(entities, name) }
  const names = new Set(entities.files.values())
  for (const missing of await checkNamed(path, { ...options, names, context: fragment })) {
    problems.add(`${BOOK} refers to ${missing}, which is not there`)
  }
}

/** Checks the named entries as XML. @returns the names that the zip does not hold */
async function checkNamed(
  path: string,
  { names, context, problems, signal }: BookCheckOptions & { names: ReadonlySet<string>; context: XmlContext },
): Promise<ReadonlySet<string>> {
  const missing = new Set(names)
  for await (const item of walkZip(path, signal)) {
    if (missing.size === 0) break
    if (missing.delete(item.name)) await checkEntry(item, context, { problems, signal })
  }
  return missing
}

async function checkEntry(item: ZipEntry, context: XmlContext, { problems, signal }: BookCheckOptions): Promise<void> {
  try {
    await checkXml(await item.open(), context)
  } catch (error) {
    signal?.throwIfAborted()
    if (isSystemError(error)) throw error
    problems.add(`${item.name} is not well-formed: ${toError(error).message}`)
  }
}

/** Whether an entity stands for text. With a DTD, which is not read here, every name but a fragment's may be declared. */
function isText({ texts, hasExternalSubset }: DoctypeEntities, name: string): boolean {
  return texts.has(name) || (hasExternalSubset && !FRAGMENT.test(name))
}
