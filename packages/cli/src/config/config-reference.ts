import { z } from 'zod'
import { configSchema } from './config-schema.ts'

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly default?: unknown
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** The schema of the configuration file for editors. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return { ...schema, title: 'rittdoc-batch configuration' } as JsonSchema
}

/** Every key with its meaning and default, as tables of a page. */
export function configReference(): string {
  const { properties = {} } = configJsonSchema()
  const sections = Object.entries(properties).filter(([, schema]) => schema.properties !== undefined)
  const top = Object.entries(properties).filter(([, schema]) => schema.properties === undefined)
  const pages = sections.filter(([, { properties: inner = {} }]) => Object.keys(inner).length > 0)
  const tables = pages.flatMap(([name, schema]) => sectionTables(name, schema))
  return `${[`## Top level\n\n${table(top)}`, ...tables].join('\n\n')}\n`
}

/** The table of a section, and after it those of the sections in it. */
function sectionTables(name: string, { description, properties = {} }: JsonSchema): string[] {
  const inner = Object.entries(properties).filter(([, schema]) => schema.properties !== undefined)
  return [
    `## ${name}\n\n${description}\n\n${table(Object.entries(properties))}`,
    ...inner.flatMap(([key, schema]) => sectionTables(`${name}.${key}`, schema)),
  ]
}

function table(rows: ReadonlyArray<readonly [string, JsonSchema]>): string {
  const lines = rows.map(
    ([name, schema]) => `| \`${name}\` | ${kind(schema)} | ${fallback(schema)} | ${schema.description ?? ''} |`,
  )
  return ['| key | value | default | meaning |', '|---|---|---|---|', ...lines].join('\n')
}

function kind(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(' or ')
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(kind))].join(' or ')
  if (schema.type === 'integer') return range(schema)
  if (schema.type === 'array') return `list of ${schema.items === undefined ? 'values' : kind(schema.items)}`
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    boolean: '`true` or `false`',
    object: 'section',
    null: '`null`',
  }
  return names[schema.type ?? ''] ?? 'anything'
}

function range({ minimum, maximum }: JsonSchema): string {
  const isOpen = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER
  return isOpen ? `whole number from ${minimum}` : `whole number, ${minimum} to ${maximum}`
}

function fallback({ default: value }: JsonSchema): string {
  return value === undefined ? '' : `\`${JSON.stringify(value)}\``
}
