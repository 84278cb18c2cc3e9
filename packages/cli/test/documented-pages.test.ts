import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseArgv } from '../src/argv/parse-argv.ts'
import { parseConfig } from '../src/config/load-config.ts'

const ROOT = join(import.meta.dirname, '../../..')
const packages = readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}/README.md`)
const docs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'))
const pages = ['README.md', ...packages, ...docs.map((name) => `docs/${name}`)]
const anything = new Proxy({}, { get: (_, name) => `value of ${String(name)}`, has: () => true })

/** The fenced blocks of a page in these languages. */
function blocks(page: string, languages: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8')
  const fences = text.matchAll(new RegExp(`^( *)\`\`\`(?:${languages})\\n(.*?)^ *\`\`\``, 'gms'))
  return [...fences].map(([, indent = '', code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
}

/** Every command of ours in a page: in blocks for a shell, and in the text. */
function commands(page: string): string[] {
  const shell = blocks(page, 'bash|sh|console').flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
  const inline = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/`(rittdoc-batch [^`\n]+)`/g)].map(
    ([, code]) => code,
  )
  return [...shell, ...inline].flatMap((line = '') => {
    const ours = line.match(/(?:^|[=$;] |^\S+=\S+ )(?:npx )?rittdoc-batch (?<args>[a-z-].*)$/)?.groups?.args
    return ours === undefined ? [] : [ours.replace(/ +#.*$/, '').replace(/ [>|&].*$/, '')]
  })
}

const documented = pages.flatMap((page) => commands(page).map((args) => ({ page, args })))
const configs = pages.flatMap((page) => blocks(page, 'yaml config').map((text) => ({ page, text })))

describe('every command of the documentation is understood:', () => {
  test.each(documented)('$page: rittdoc-batch $args', ({ args }) => {
    expect(parseArgv(args.split(/\s+/), '1.2.3').command).toMatch(/^[a-z]/)
  })
})

test.each(configs)('a configuration shown in $page has no mistake', ({ text }) => {
  expect(parseConfig('config.yaml', text, anything).warnings).toEqual([])
})

test('there are commands and configurations to look at', () => {
  expect(documented.length).toBeGreaterThan(12)
  expect(configs.length).toBeGreaterThan(3)
})
