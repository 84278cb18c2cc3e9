import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configJsonSchema, configReference } from '../../src/config/config-reference.ts'

const ROOT = join(import.meta.dirname, '../../../..')

test('the JSON schema for editors is what the schema gives: pnpm --filter rittdoc-batch config-reference', async () => {
  expect(JSON.parse(await readFile(join(ROOT, 'packages/cli/config.schema.json'), 'utf8'))).toEqual(configJsonSchema())
})

test('the page of the documentation holds every key: pnpm --filter rittdoc-batch config-reference', async () => {
  expect(await readFile(join(ROOT, 'docs/configuration.md'), 'utf8')).toContain(configReference())
})

test('every key has a meaning', () => {
  expect(configReference()).not.toMatch(/\|\s+\|\n/)
})
