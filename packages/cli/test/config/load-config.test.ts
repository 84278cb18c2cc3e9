import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { configSchema, loadConfig, parseConfig } from '../../src/index.ts'
import { tempDir } from '../support/run-command.ts'

const ROOT = join(import.meta.dirname, '../../../..')

/** The problems that a text has. */
function problems(text: string, env: Record<string, string> = {}): readonly string[] {
  try {
    parseConfig('config.yaml', text, env)
    return []
  } catch (error) {
    return (error as { problems: readonly string[] }).problems
  }
}

test.each(['config.yaml.example', 'config.cli.yaml.example', 'config.production.yaml.example'])(
  '%s is valid',
  async (name) => {
    const { config } = parseConfig(name, await readFile(join(ROOT, name), 'utf8'))
    expect(config.processing.supported_formats).toEqual(['.pdf', '.epub', '.epub3'])
  },
)

test('empty values of the documented file count as not set', () => {
  const { config } = parseConfig(
    'c',
    's3:\n  enabled: true\n  bucket_name: b\n  endpoint_url: ""\n  access_key_id: ""\nprocessing:\n',
  )
  expect(config.s3).toMatchObject({ region: 'us-east-1', input_prefix: 'sftp' })
  expect(Object.keys(config.s3)).not.toEqual(expect.arrayContaining(['endpoint_url']))
  expect(config.processing.max_retries).toBe(3)
})

test('an empty prefix is the root of the storage, and a missing one is the documented folder', () => {
  const prefix = (line: string) => parseConfig('c', `s3:\n  bucket_name: b\n${line}`).config.s3.input_prefix
  expect(prefix('  input_prefix: ""')).toBe('')
  expect(prefix('  input_prefix:')).toBe('sftp')
  expect(prefix('')).toBe('sftp')
})

test('all problems are told at once, with file, line and a suggestion', () => {
  const text = [
    'mode: automatd',
    'processing:',
    '  max_concurrent_jobs: 0',
    '  timout_seconds: 5',
    '  retry_failed: maybe',
    'sheduler:',
    '  enabled: true',
  ].join('\n')
  expect(problems(text)).toEqual([
    'config.yaml:1 mode: expected one of cli, automated, got "automatd". Did you mean "automated"?',
    'config.yaml:3 processing.max_concurrent_jobs: expected at least 1, got 0.',
    'config.yaml:5 processing.retry_failed: expected true or false, got "maybe".',
    'config.yaml:4 processing.timout_seconds: unknown key. Did you mean "timeout_seconds"?',
    'config.yaml:6 sheduler: unknown key. Did you mean "scheduler"?',
  ])
})

test('rules across keys name the key that is missing', () => {
  expect(problems('s3:\n  enabled: true')).toEqual(
    ['config.yaml:2 s3.bucket_name: is needed when s3.enabled is true.'].map((line) => line.replace(':2', ':1')),
  )
  expect(problems('local:\n  enabled: true\n  root: x\nsftp:\n  enabled: true\n  host: h\n  username: u')).toEqual([
    expect.stringMatching(/only one of s3, sftp and local may be enabled, here are sftp and local/),
  ])
  expect(problems('converter:\n  type: command')).toEqual([expect.stringMatching(/converter\.command: is needed/)])
})

test('broken YAML is told with its line', () => {
  expect(problems('mode: cli\n  bad: [')[0]).toMatch(/^config\.yaml:\d+ /)
  expect(problems('mode: cli\nmode: cli')[0]).toMatch(/^config\.yaml:2 .*unique/)
})

test('references are filled in, with defaults and types; one that is not set is told', () => {
  const text = 'sftp:\n  password: "${PASSWORD}"\n  port: ${PORT:-2022}\n  host: "sftp.${DOMAIN:-example.org}"'
  expect(parseConfig('c', text, { PASSWORD: 'p: #x' }).config.sftp).toMatchObject({
    password: 'p: #x',
    port: 2022,
    host: 'sftp.example.org',
  })
  expect(problems('log_file: "${NOWHERE}"')).toEqual(['config.yaml:1 the environment variable NOWHERE is not set'])
})

test('a value of the environment is one value, whatever YAML would make of it', () => {
  const read = (PASSWORD: string) =>
    parseConfig('c', 'sftp:\n  password: ${PASSWORD}', { PASSWORD }).config.sftp.password
  for (const password of ['[a', '{a: b}', '*a', '"', '- a', 'a: b: c', '#x']) expect(read(password)).toBe(password)
})

test.each([
  [
    'references that multiply',
    `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `${i}: &b${i} [${i === 0 ? '*a' : `*b${i - 1}`}, ${i === 0 ? '*a' : `*b${i - 1}`}]`).join('\n')}`,
  ],
  ['a reference to nothing', 'mode: *nothing'],
  ['endless nesting', '['.repeat(10_000)],
  ['endless maps', '{a: '.repeat(5_000)],
  ['zeros', '\0\0\0'],
  ['a list', '- mode: cli'],
  ['two documents', 'mode: cli\n---\nmode: cli'],
  ['a dangerous key', '__proto__:\n  mode: automated'],
])('%s in the file are a problem of the configuration', (_, text) => {
  expect(() => parseConfig('config.yaml', text)).toThrow(expect.objectContaining({ code: 'config' }))
})

test('whatever stands in the file, it is a configuration or has problems', () => {
  const piece = fc.constantFrom(
    'a',
    ': ',
    '\n',
    '  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '"',
    "'",
    '|',
    '>',
    '#',
    '? ',
    '!!set ',
    '<<: ',
    '${A}',
    '${A:-',
    'mode',
    'sftp:\n',
    '\t',
    '\0',
    '%YAML 1.2\n',
    '---\n',
    '~',
    '\u2028',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.string({ maxLength: 8 }), (pieces, A) => {
      try {
        parseConfig('config.yaml', pieces.join(''), { A })
      } catch (error) {
        expect(error).toMatchObject({ code: 'config' })
      }
    }),
    { numRuns: Number(process.env.RITTDOC_FUZZ ?? 200), seed: Number(process.env.RITTDOC_SEED ?? 1) },
  )
})

test('a section of the Python system is accepted with a warning', () => {
  expect(parseConfig('c', 'mongodb:\n  uri: x').warnings).toEqual([expect.stringContaining('mongodb')])
})

test('levels are words in any case', () => {
  expect(parseConfig('c', 'log_level: debug').config.log_level).toBe('DEBUG')
})

test('what is valid stays the same when it is written and read again', () => {
  const section = fc.record({
    processing: fc.record({
      max_concurrent_jobs: fc.integer({ min: 1, max: 64 }),
      max_retries: fc.nat(20),
      retry_failed: fc.boolean(),
    }),
    output_dir: fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('${')),
    converter: fc.record({
      output_patterns: fc.array(
        fc.string({ minLength: 1 }).filter((text) => !text.includes('${')),
        { minLength: 1 },
      ),
    }),
  })
  fc.assert(
    fc.property(section, (input) => {
      const { config } = parseConfig('c', stringify(input))
      expect(parseConfig('c', stringify(config)).config).toEqual(config)
      expect(config).toMatchObject(input)
    }),
  )
})

test('without a file the defaults apply; a named file that is missing is an error', async () => {
  const cwd = await tempDir()
  expect(await loadConfig({ cwd })).toEqual({ config: configSchema.parse({}), file: undefined, warnings: [] })
  await expect(loadConfig({ cwd, file: 'nowhere.yaml' })).rejects.toMatchObject({
    code: 'config',
    message: expect.stringMatching(/no such file/),
  })
})
