import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { onTerminal, rittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

// The preset of the documentation, with programs that behave as the Python pipelines do.

const PRESET = new URL('../../../docs/presets/python-pipelines.yaml', import.meta.url)
const PIPELINE = new URL('./support/pipelines/pipeline.py', import.meta.url)
const hasPython = canRun('python3')

/** A folder with the preset as configuration and the two pipelines where it looks for them. */
async function makeFolder(more = ''): Promise<string> {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'converter'))
  for (const name of ['epub_pipeline.py', 'integrated_pipeline.py'])
    await copyFile(PIPELINE, join(cwd, 'converter', name))
  const preset = (await readFile(PRESET, 'utf8')).replaceAll('/opt/RittDocConverter', join(cwd, 'converter'))
  await writeFile(join(cwd, 'config.yaml'), `${preset}\nprocessing:\n  max_retries: 0\n${more}`)
  return cwd
}

const bookXml = (zip: string) => execFileSync('unzip', ['-p', zip, 'Book.XML'], { encoding: 'utf8' })

test.runIf(hasPython)('the preset takes the repaired package among several, by format', async () => {
  const cwd = await makeFolder()
  await writeSmallEpub(join(cwd, 'Ein Büchlein (2).epub'))
  await writeFile(join(cwd, 'scan.pdf'), '%PDF-1.4')
  const { code, stdout } = await rittdocBatch(
    cwd,
    'convert',
    'Ein Büchlein (2).epub',
    'scan.pdf',
    '--publisher',
    'Acme',
  )
  expect(stdout).toMatch(/2 completed, 0 failed/)
  expect(code).toBe(0)
  expect(bookXml(join(cwd, 'Output/Acme/Ein Büchlein (2).zip'))).toContain('flags: --no-interactive --no-editor<')
  expect(bookXml(join(cwd, 'Output/Acme/scan.zip'))).toContain('flags: <')
})

test.runIf(hasPython)('font_only_structure reaches the PDF pipeline as its flag, and only that', async () => {
  const cwd = await makeFolder('  font_only_structure: true\n')
  await writeSmallEpub(join(cwd, 'a.epub'))
  await writeFile(join(cwd, 'b.pdf'), '%PDF-1.4')
  await rittdocBatch(cwd, 'convert', 'a.epub', 'b.pdf', '--publisher', 'Acme')
  expect(bookXml(join(cwd, 'Output/Acme/a.zip'))).not.toContain('--font-only-structure')
  expect(bookXml(join(cwd, 'Output/Acme/b.zip'))).toContain('flags: --font-only-structure<')
})

test.runIf(hasPython)('a package that needs review is a failed book, though the pipeline ends with 0', async () => {
  const cwd = await makeFolder()
  for (const name of ['invalid', 'silent', 'twice', 'early']) await writeSmallEpub(join(cwd, `${name}.epub`))
  const names = ['invalid.epub', 'silent.epub', 'twice.epub', 'early.epub']
  const { code, stdout } = await rittdocBatch(cwd, 'convert', ...names)
  expect(code).toBe(3)
  expect(stdout).toMatch(
    /invalid\.epub\s+failed\s+[\d.]+\s+The program reports a failure: it left invalid_NEEDS_REVIEW/,
  )
  expect(stdout).toMatch(/silent\.epub\s+failed\s+[\d.]+\s+The program left nothing that matches.*pre_fixes_/)
  expect(stdout).toMatch(/twice\.epub\s+failed\s+[\d.]+\s+Several files match.*twice_all_fixes\.zip, x_all_fixes\.zip/)
  expect(bookXml(join(cwd, 'Output/LocalFiles/early.zip'))).toContain('from the early end')
  const { stdout: history } = await rittdocBatch(cwd, 'show', 'invalid.epub')
  expect(history).toMatch(/\| WARNING: paragraph 003999 was repaired/)
})

test.runIf(hasPython)('a pipeline that would ask on a terminal finds none and goes on', async () => {
  const cwd = await makeFolder()
  await writeSmallEpub(join(cwd, 'a.epub'))
  const { code, stdout } = await onTerminal(cwd, 'convert', 'a.epub')
  expect(stdout).toMatch(/1 completed, 0 failed/)
  expect(code).toBe(0)
})

function canRun(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch (error) {
    if (process.env.REQUIRE_SERVICES === '1') throw error
    console.warn(`skipped: ${program} is not there, so the preset of the Python pipelines is not tried`)
    return false
  }
}
