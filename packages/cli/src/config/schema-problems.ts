import { z } from 'zod'
import { configSchema } from './config-schema.ts'
import { type Problem, placeOf, type SourceFile } from './parse-yaml.ts'
import { suggest } from './suggest.ts'

/** What the schema says against a file, as a person reads it. */
export function schemaProblems(source: SourceFile, issues: readonly z.core.$ZodIssue[]): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(source, [...issue.path, key]))
    const value = source.document.getIn(issue.path)
    const got = value === undefined ? '' : `, got ${JSON.stringify(value)}`
    const hint =
      issue.code === 'invalid_value' && typeof value === 'string' ? suggest(value, issue.values.map(String)) : ''
    return [
      { place: placeOf(source, issue.path), message: `${issue.path.join('.')}: ${expectation(issue)}${got}.${hint}` },
    ]
  })
}

function unknownKey(source: SourceFile, path: readonly PropertyKey[]): Problem {
  const hint = suggest(String(path.at(-1)), knownKeys(path.slice(0, -1)))
  return { place: placeOf(source, path), message: `${path.join('.')}: unknown key.${hint}` }
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small')
    return `expected at least ${issue.minimum}${issue.origin === 'string' ? ' character' : ''}`
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}`
  if (issue.code === 'invalid_type') return `expected ${NAMES[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.join(', ')}`
  return issue.message.replace(/^./, (first) => first.toLowerCase())
}

const NAMES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys',
}

/** The keys that a section takes. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configSchema
  for (const key of path) {
    const inner = unwrap(schema)
    schema =
      inner instanceof z.ZodObject
        ? inner.shape[String(key)]
        : inner instanceof z.ZodRecord
          ? inner.valueType
          : undefined
  }
  const inner = unwrap(schema)
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : []
}

/** The schema inside optional, default and the like. */
function unwrap(schema: unknown): unknown {
  const wrapped = schema instanceof z.ZodType ? (schema.def as { innerType?: unknown }).innerType : undefined
  return wrapped === undefined ? schema : unwrap(wrapped)
}
