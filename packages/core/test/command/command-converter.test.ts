import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CommandConverter } from '../../src/command/command-converter.ts'
import type { CommandConverterOptions } from '../../src/command/command-options.ts'
import type { ConvertOptions } from '../../src/contracts/converter.ts'
import { tempDir } from '../support/temp-dir.ts'

/** Converts `a b'c.epub` with a shell script as the program; the script gets the arguments of the template. */
async function convert(
  script: string,
  { publisher = 'A & B', ...options }: Partial<CommandConverterOptions> & { publisher?: string } = {},
  ask: ConvertOptions = {},
) {
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
    file: { publisher, key: 'A/a.epub', filename: 'a.epub', format: '.epub', sizeBytes: 4 },
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
    context: { reason: 'invalid', exitCode: 0 },
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

test('a file that means failure counts more than a result beside it and than the exit code', async () => {
  const options = { outputPatterns: ['*_all_fixes.zip', '[0-9]*.zip'], failurePatterns: ['*_NEEDS_REVIEW.zip'] }
  const script = 'echo x > "$2/978.zip"; echo x > "$2/book_NEEDS_REVIEW.zip"'
  await expect(convert(script, options)).rejects.toMatchObject({ code: 'input' })
  await expect(convert(`${script}; exit 1`, options)).rejects.toMatchObject({ code: 'input', context: { exitCode: 1 } })
})

test('names below the folder count only for patterns with a slash', async () => {
  const script = 'mkdir "$2/out"; echo inner > "$2/out/x.zip"'
  await expect(convert(script)).rejects.toMatchObject({ message: expect.stringMatching(/it left no files/) })
  expect((await convert(script, { outputPatterns: ['out/*.zip'] })).content).toBe('inner\n')
})

test('a link is never a result', async () => {
  await expect(convert('ln -s /etc/passwd "$2/x.zip"')).rejects.toMatchObject({ code: 'invalid_output' })
  const command = ['/bin/ln', '-s', '/etc/passwd', '{output}']
  await expect(convert('', { command })).rejects.toMatchObject({ code: 'invalid_output' })
})

test('an empty {output} is no result', async () => {
  await expect(convert('', { command: ['/usr/bin/touch', '{output}'] })).rejects.toMatchObject({
    code: 'invalid_output',
    message: expect.stringContaining('empty'),
  })
})

test('a publisher whose name looks like an option is refused', async () => {
  await expect(
    convert('echo x > "$2/x.zip"', { publisher: '--force', command: ['sh', '{publisher}'] }),
  ).rejects.toMatchObject({
    code: 'input',
    message: expect.stringContaining('would be taken for an option'),
  })
  expect((await convert('echo "$3" > "$2/x.zip"', { publisher: '--force' })).content).toBe('--for=--force\n')
})

test('the program gets a small environment and what is configured', async () => {
  const script = 'env > "$2/x.zip"'
  const { content } = await convert(script, { env: { TOKEN: 'abc' } })
  const names = content.split('\n').map((line) => line.split('=')[0])
  expect(names).toEqual(expect.arrayContaining(['PATH', 'HOME', 'LANG', 'TMPDIR', 'TOKEN']))
  expect(names).not.toContain('USER')
  expect(/^TMPDIR=(.*)$/m.exec(content)?.[1]).toMatch(/\/work$/)
})

test('a program without end of output is logged up to a bound', async () => {
  const { lines } = await convert('seq 20000; echo x > "$2/x.zip"')
  expect(lines).toHaveLength(10_001)
  expect(lines.at(-1)).toMatch(/the rest is not logged/)
})

test('processes that the program leaves behind are told', async () => {
  const { lines } = await convert('sleep 100 & echo x > "$2/x.zip"')
  expect(lines).toEqual([expect.stringMatching(/left processes running; they were killed \(1\)/)])
})

test('a program that asks on a terminal finds none', async () => {
  await expect(convert('read -p "Continue? " answer || exit 9; echo x > "$2/x.zip"')).rejects.toMatchObject({
    context: { exitCode: 9 },
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
    /\{inptu\}.*expected command for \.epub/,
  )
  const wrong: CommandConverterOptions = {
    command: { PDF: ['{input}'] },
    fontOnlyArgs: ['{font}'],
    outputPatterns: [],
    failurePatterns: [''],
  }
  expect(() => new CommandConverter(wrong)).toThrow(
    expect.objectContaining({ code: 'config', problems: Array(5).fill(expect.any(String)) }),
  )
  expect(() => new CommandConverter({ command: {} })).toThrow(/to name a program/)
})

test('check names every program that is missing or cannot be executed', async () => {
  const folder = await tempDir()
  const plain = join(folder, 'plain.sh')
  await writeFile(plain, 'x')
  const converter = new CommandConverter({ command: { '.pdf': ['no-such-program'], '.epub': [plain], '.x': [folder] } })
  await expect(converter.check()).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringMatching(new RegExp(`no-such-program and ${plain} and ${folder} as an executable`)),
  })
  await new CommandConverter({ command: ['sh', '-c', 'x'] }).check()
})

test('a PATH in the environment is where the program is looked for', async () => {
  const folder = await tempDir()
  await writeFile(join(folder, 'my-converter'), '#!/bin/sh\necho mine > "$1"')
  await chmod(join(folder, 'my-converter'), 0o755)
  const env = { PATH: `${folder}:/usr/bin:/bin` }
  const command = ['my-converter', '{output}']
  await new CommandConverter({ command, env }).check()
  expect((await convert('', { command, env })).content).toBe('mine\n')
})
