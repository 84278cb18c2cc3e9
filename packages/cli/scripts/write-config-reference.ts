import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configJsonSchema, configReference } from '../src/config/config-reference.ts'

// Writes what is made from the configuration's schema: the JSON schema for editors, and the page of the documentation.

const root = join(import.meta.dirname, '../../..')
writeFileSync(join(root, 'packages/cli/config.schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
const page = join(root, 'docs/configuration.md')
const [head = ''] = readFileSync(page, 'utf8').split('<!-- keys -->')
writeFileSync(page, `${head}<!-- keys -->\n\n${configReference()}`)
