import { toError } from '@rittdoc-batch/core'
import { Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml'

/** A parsed file that knows where its values stand. */
export interface SourceFile {
  readonly name: string
  readonly document: Document
  readonly lines: LineCounter
}

/** Something wrong in a file, with its place. */
export interface Problem {
  /** `file:line`, or the file alone. */
  readonly place: string
  readonly message: string
}

/** Parses YAML. @returns the file, and what is wrong with it: its syntax, or references that lead nowhere or multiply */
export function parseYaml(name: string, text: string): { source: SourceFile; problems: Problem[] } {
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
    const problems = document.errors.map(({ pos, message }) => ({
      place: `${name}:${lines.linePos(pos[0]).line}`,
      message,
    }))
    if (problems.length === 0) document.toJS() // resolves aliases
    return { source: { name, document, lines }, problems }
  } catch (error) {
    const message = error instanceof RangeError ? 'it is nested too deeply' : toError(error).message
    return { source: { name, document: new Document(), lines }, problems: [{ place: name, message }] }
  }
}

/** Where a value stands; the nearest section above it when it is not in the file. */
export function placeOf({ name, document, lines }: SourceFile, path: readonly PropertyKey[]): string {
  for (let depth = path.length; depth > 0; depth--) {
    const offset = offsetOf(document, path.slice(0, depth))
    if (offset !== undefined) return `${name}:${lines.linePos(offset).line}`
  }
  return name
}

/** Position of the key, because that is what one looks for. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const key = path.at(-1)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
    if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0]
  }
  const node = document.getIn(path, true)
  return isNode(node) ? node.range?.[0] : undefined
}

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g

/**
 * Replaces `${NAME}` and `${NAME:-default}` in all values. A value that is one reference alone takes the type that the
 * text has in YAML, so that numbers and switches can come from the environment.
 */
export function resolveReferences(source: SourceFile, env: Readonly<Record<string, string | undefined>>): Problem[] {
  const problems: Problem[] = []
  visit(source.document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return
      const line = source.lines.linePos(node.range?.[0] ?? 0).line
      const isWhole = node.type === 'PLAIN' && /^\$\{[^}]*\}$/.test(node.value)
      const text = node.value.replace(REFERENCE, (_, name: string, fallback: string | undefined) => {
        const value = env[name] ?? fallback
        if (value === undefined)
          problems.push({ place: `${source.name}:${line}`, message: `the environment variable ${name} is not set` })
        return value ?? ''
      })
      node.value = isWhole ? scalarOf(text) : text
    },
  })
  return problems
}

/** A text as the type that it has in YAML, where that is a single value; else as it is. */
function scalarOf(text: string): unknown {
  const { contents, errors } = parseDocument(text)
  return errors.length === 0 && isScalar(contents) ? contents.value : text
}
