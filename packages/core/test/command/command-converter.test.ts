import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CommandConverter, type CommandConverterOptions } from '../../src/command/command-converter.ts'
import type { ConvertOptions } from '../../src/contracts/converter.ts'
import { tempDir } from '../support/temp-dir.ts'

/** Converts `a b'c.epub` with a shell script as the program; the script gets the arguments of the template. */
async function convert(script: string, options: Partial<CommandConverterOptions> = {}, ask: ConvertOptions = {}) {
  const folder = await tempDir()
  const program = join(folder, 'program.sh')
  await writeFile(program, `#!/bin/bash\n${script}\n`)
  await chmod(program, 0o755)
  const workDir = join(folder, 'work')
  await mkdir(workDir)
  const input = join(folder, "a b'c.epub")
  await writeFile(input, 'book')
  const output = join(folder, 'package.zip')
  const converter = new CommandConverter({
    command: [program, '{input}', '{output_dir}', '--for={publisher}'],
    ...options,
  })
  const lines: string[] = []
  const result = await converter.convert({
    input,
    workDir,
    output,
    file: { publisher: 'A & B', key: 'A/a.epub', filename: 'a.epub', format: '.epub', sizeBytes: 4 },
    attempt: 1,
    options: ask,
    timeoutMs: 20_000,
    log: (_, line) => lines.push(line),
    progress: () => {},
  })
  return { result, lines, content: await readFile(output, 'utf8') }
}

test('arguments reach the program whole, whatever they hold, and the only zip is the result', async () => {
  const { content, lines } = await convert('cat "$1" > "$2/x.zip"; echo "$3|$#"')
  expect(content).toBe('book')
  expect(lines).toEqual(['--for=A & B|3'])
})

test('a program that writes to {output} is taken at its word', async () => {
  const command = ['/bin/cp', '{input}', '{output}']
  expect((await convert('', { command })).content).toBe('book')
})

test('the pattern of the highest preference decides among several zips', async () => {
  const script = 'echo raw > "$2/pre_fixes_978.zip"; echo plain > "$2/978.zip"; echo best > "$2/book_all_fixes.zip"'
  const outputPatterns = ['*_all_fixes.zip', '[0-9]*.zip']
  expect((await convert(script, { outputPatterns })).content).toBe('best\n')
})

test('several matches of one pattern are an error that names them', async () => {
  await expect(convert('echo 1 > "$2/a.zip"; echo 2 > "$2/b.zip"')).rejects.toMatchObject({
    code: 'invalid_output',
    message: expect.stringMatching(/a\.zip, b\.zip/),
  })
})

test('a file that means failure fails the book, with what was said on stderr', async () => {
  const script = 'echo invalid >&2; echo x > "$2/pre_fixes_1.zip"; echo x > "$2/book_NEEDS_REVIEW.zip"'
  const options = { outputPatterns: ['*_all_fixes.zip'], failurePatterns: ['*_NEEDS_REVIEW.zip'] }
  await expect(convert(script, options)).rejects.toMatchObject({
    code: 'input',
    message: expect.stringContaining('book_NEEDS_REVIEW.zip'),
    context: { reason: 'reported_failure', exitCode: 0, stderrTail: 'invalid\n' },
  })
})

test('success without a result is an error that says what was left instead', async () => {
  await expect(convert('echo x > "$2/log.txt"')).rejects.toMatchObject({
    code: 'invalid_output',
    message: expect.stringContaining('log.txt'),
  })
  await expect(convert(': > "$2/x.zip"')).rejects.toMatchObject({ message: expect.stringContaining('empty') })
})

test('a bad exit code is worth a retry unless it is known to mean bad input', async () => {
  await expect(convert('echo oops >&2; exit 4')).rejects.toMatchObject({
    code: 'transient',
    message: expect.stringMatching(/exit code 4: oops/),
    context: { exitCode: 4, stderrTail: 'oops\n' },
  })
  await expect(convert('exit 4', { inputErrorExitCodes: [4] })).rejects.toMatchObject({ code: 'input' })
})

test('structure from fonts only reaches the program as its flag', async () => {
  const script = 'echo "$4" > "$2/x.zip"'
  const fontOnlyArgs = ['--font-only-structure']
  expect((await convert(script, { fontOnlyArgs }, { fontOnlyStructure: true })).content).toBe('--font-only-structure\n')
  expect((await convert(script, { fontOnlyArgs })).content).toBe('\n')
})

test('a command by format takes only those formats', () => {
  const converter = new CommandConverter({ command: { '.epub': ['x'] } })
  const file = { publisher: 'A', key: 'a', filename: 'a', sizeBytes: 1 }
  expect(converter.accepts({ ...file, format: '.epub' })).toBe(true)
  expect(converter.accepts({ ...file, format: '.pdf' })).toMatch(/\.pdf/)
})

test('a template that cannot work is refused with all its problems', () => {
  expect(() => new CommandConverter({ command: { '.pdf': ['x', '{inptu}'], '.epub': [] } })).toThrow(
    /\{inptu\}.*Expected command for \.epub/,
  )
})

test('check finds a program that is missing', async () => {
  await expect(new CommandConverter({ command: ['no-such-program-here'] }).check()).rejects.toMatchObject({
    code: 'internal',
  })
  await new CommandConverter({ command: ['sh', '-c', 'x'] }).check()
})
