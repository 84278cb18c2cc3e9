import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ERROR_ADVICE } from '../src/index.ts'
import { makeWorld } from './support/world.ts'

const PACKAGE = join(import.meta.dirname, '..')

/** Names of series; histograms and counters go without what Prometheus appends. */
async function names(url: string): Promise<ReadonlySet<string>> {
  const text = await (await fetch(`${url}metrics`)).text()
  return new Set([...text.matchAll(/^# TYPE (rittdoc_\w+)/gm)].map(([, name = '']) => name))
}

test('the page on operations tells of every error code what the status page tells', async () => {
  const page = await readFile(join(PACKAGE, '../../docs/operations.md'), 'utf8')
  for (const [code, { cause, cure }] of Object.entries(ERROR_ADVICE)) {
    expect(page).toContain(`| \`${code}\` | ${cause} | ${cure} |`)
  }
})

test('alert rules ask for metrics that there are, and the README names every one', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor()
  const known = await names(url)
  const alerts = await readFile(join(PACKAGE, 'alerts.yaml'), 'utf8')
  const asked = new Set([...alerts.matchAll(/\brittdoc_\w+/g)].map(([name]) => name))
  expect(asked.size).toBeGreaterThan(5)
  for (const name of asked) expect(known).toContain(name)
  const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8')
  const isTimestamp = (name: string) => name.endsWith('_timestamp_seconds')
  for (const name of known) if (!isTimestamp(name)) expect(readme).toContain(name)
})
