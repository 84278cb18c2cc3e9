import { expect, test } from 'vitest'
import { expandFiles } from '../../src/argv/expand-files.ts'
import { parseArgv } from '../../src/argv/parse-argv.ts'

const parse = (line: string) => parseArgv(line.split(' ').filter(Boolean), '1.2.3')

test.each([
  [
    '--mode cli --files document.pdf --publisher MyPublisher',
    { command: 'convert', files: ['document.pdf'], publisher: 'MyPublisher' },
  ],
  [
    '--mode cli --files book1.pdf book2.epub book3.epub --publisher AcmeBooks',
    { command: 'convert', files: ['book1.pdf', 'book2.epub', 'book3.epub'], publisher: 'AcmeBooks' },
  ],
  [
    '--mode cli --config config.cli.yaml --files a.pdf b.pdf --publisher LocalTest',
    { command: 'convert', config: 'config.cli.yaml', files: ['a.pdf', 'b.pdf'] },
  ],
  ['--mode automated --config config.yaml --run-once', { command: 'run', config: 'config.yaml' }],
  ['--mode automated --config config.yaml --schedule', { command: 'schedule', config: 'config.yaml', scanOnly: false }],
  ['--stats --config config.yaml', { command: 'stats', config: 'config.yaml' }],
  ['--reset-failed --config config.yaml', { command: 'retry', config: 'config.yaml' }],
  ['--mode automated --run-once --config config.yaml --log-level DEBUG', { command: 'run', logLevel: 'DEBUG' }],
  [
    '--mode cli --files test.pdf --publisher Test --log-level DEBUG',
    { command: 'convert', files: ['test.pdf'], logLevel: 'DEBUG' },
  ],
  ['--stats', { command: 'stats' }],
  ['--reset-failed', { command: 'retry' }],
  ['--mode automated --run-once', { command: 'run' }],
])('the documented command %s is understood', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('files may stand before and after other flags, and may be called anything', () => {
  expect(parse('--publisher X --files a.pdf b.pdf --mode cli')).toMatchObject({
    files: ['a.pdf', 'b.pdf'],
    publisher: 'X',
  })
  expect(parse('--files=a.pdf --files b.pdf c.pdf --log-level INFO')).toMatchObject({
    files: ['a.pdf', 'b.pdf', 'c.pdf'],
  })
  expect(parse('--publisher X --files a.pdf -- -x.pdf --y.pdf')).toMatchObject({
    files: ['a.pdf', '-x.pdf', '--y.pdf'],
  })
  expect(parse('--files run stats convert')).toMatchObject({ command: 'convert', files: ['run', 'stats', 'convert'] })
})

test('a publisher called 007 keeps its zeros', () => {
  expect(parse('--files 1.pdf --publisher 007')).toMatchObject({ publisher: '007', files: ['1.pdf'] })
})

test('the publisher defaults to LocalFiles', () => {
  expect(parse('convert a.pdf')).toMatchObject({
    command: 'convert',
    publisher: 'LocalFiles',
    files: ['a.pdf'],
    force: false,
  })
})

test.each([
  ['run', { command: 'run' }],
  ['stats --json', { command: 'stats', json: true }],
  ['list --status failed --publisher A --limit 7', { command: 'list', status: 'failed', publisher: 'A', limit: 7 }],
  ['show A/book.pdf', { command: 'show', key: 'A/book.pdf' }],
  ['retry --code timeout x.pdf', { command: 'retry', code: 'timeout', keys: ['x.pdf'] }],
  ['plan --config c.yaml', { command: 'plan', config: 'c.yaml' }],
  ['init my.yaml --force', { command: 'init', file: 'my.yaml', force: true }],
  ['doctor', { command: 'doctor' }],
  ['', { command: 'by-mode' }],
])('%j is understood', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test.each([
  ['--mode automatd', /Did you mean "automated"/],
  ['--fils a.pdf', /Unknown flag --fils.*Did you mean "--files"/],
  ['conver a.pdf', /Unknown command "conver".*Did you mean "convert"/],
  ['--run-once --schedule', /either --run-once or --schedule/],
  ['--mode cli --run-once', /belong to --mode automated/],
  ['--mode automated --files a.pdf', /belongs to --mode cli/],
  ['list --limit 0', /--limit to be a whole number/],
  ['run --publisher A', /Unknown flag --publisher/],
])('%s is refused with advice', (line, message) => {
  expect(() => parse(line)).toThrow(message)
})

test('every file gets a flag of its own', () => {
  expect(expandFiles(['--mode', 'cli', '--files', 'a', 'b', '--publisher', 'c'])).toEqual([
    '--mode',
    'cli',
    '--files=a',
    '--files=b',
    '--publisher',
    'c',
  ])
})
