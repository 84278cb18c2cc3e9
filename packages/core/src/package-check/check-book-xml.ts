import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { toError } from '../errors.ts'
import type { ZipWalk } from './zip-walk.ts'

const BOOK = 'Book.XML'
const ENTITY = /<!ENTITY\s+([\w.-]+)\s+SYSTEM\s+["']([^"']+)["']\s*>/g

/** Whether `Book.XML` and every fragment that it declares are there and well-formed. @returns what is wrong */
export async function checkBookXml(walk: ZipWalk): Promise<string[]> {
  const fragments = new Map<string, string>()
  let found = false
  const problems: string[] = []
  await walk.read(new Set([BOOK]), async (_, content) => {
    found = true
    const { problem } = await parse(content, (doctype) => {
      const entities: Record<string, string> = {}
      for (const [, name, file] of doctype.matchAll(ENTITY)) {
        if (name === undefined || file === undefined) continue
        fragments.set(file, name)
        entities[name] = ''
      }
      return entities
    })
    if (problem !== undefined) problems.push(`${BOOK} is not well-formed: ${problem}`)
  })
  if (!found) return [`it holds no ${BOOK} (in exactly that case, at the top)`]
  problems.push(...(await checkFragments(walk, fragments)))
  return problems
}

async function checkFragments(walk: ZipWalk, fragments: ReadonlyMap<string, string>): Promise<string[]> {
  const problems: string[] = []
  const missing = new Set(fragments.keys())
  await walk.read(new Set(fragments.keys()), async (name, content) => {
    missing.delete(name)
    const { problem } = await parse(content, () => ({}))
    if (problem !== undefined) problems.push(`${name} is not well-formed: ${problem}`)
  })
  for (const name of missing) problems.push(`${BOOK} refers to ${name}, which is not there`)
  return problems
}

/** Parses one document as it streams. The parser knows the five entities of XML and those that `onDoctype` gives it. */
async function parse(
  content: Readable,
  onDoctype: (doctype: string) => Readonly<Record<string, string>>,
): Promise<{ problem?: string }> {
  const parser = new SaxesParser()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  parser.on('doctype', (doctype) => Object.assign(parser.ENTITIES, onDoctype(doctype)))
  parser.on('error', (error) => {
    throw error
  })
  let hasElement = false
  parser.on('opentag', () => {
    hasElement = true
  })
  try {
    for await (const chunk of content) parser.write(decoder.decode(chunk, { stream: true }))
    parser.write(decoder.decode())
    parser.close()
    return hasElement ? {} : { problem: 'it has no element' }
  } catch (error) {
    return { problem: toError(error).message }
  }
}
