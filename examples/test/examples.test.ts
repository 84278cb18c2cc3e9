import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const FOLDER = join(import.meta.dirname, '..')
const run = promisify(execFile)

/** A tree with one publisher and one book. */
async function tree(book = 'handbook.epub'): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'examples-test-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await mkdir(join(root, 'Acme'))
  if (book.endsWith('.txt')) await writeFile(join(root, 'Acme', book), 'Once & for all.')
  else await copyFile(join(FOLDER, 'books', book), join(root, 'Acme', book))
  return root
}

async function example(name: string, root: string): Promise<string> {
  const { stdout } = await run(process.execPath, [
    '--conditions=source',
    '--disable-warning=ExperimentalWarning',
    join(FOLDER, name),
    root,
  ])
  return stdout
}

test('convert-folder converts a tree once', async () => {
  const root = await tree()
  expect(await example('convert-folder.ts', root)).toContain('1 completed, 0 failed, 0 up to date')
  expect(await readdir(join(root, 'Acme/Output XML'))).toEqual(['handbook.zip'])
  expect(await example('convert-folder.ts', root)).toContain('0 completed, 0 failed, 1 up to date')
})

test('external-command runs a program', async () => {
  expect(await example('external-command.ts', await tree())).toContain('1 completed, 0 failed')
})

test('progress-and-hooks tells every phase', async () => {
  const output = await example('progress-and-hooks.ts', await tree())
  expect(output.match(/handbook\.epub: (\w+)/g)?.slice(0, 5)).toEqual(
    ['download', 'convert', 'verify', 'publish']
      .map((phase) => `handbook.epub: ${phase}`)
      .concat(expect.stringMatching(/\d+/) as never),
  )
  expect(output).toMatch(/completed after \d+ ms/)
})

test('publisher-rule changes the books of that publisher only', async () => {
  const root = await tree()
  await mkdir(join(root, 'Other'))
  await copyFile(join(root, 'Acme/handbook.epub'), join(root, 'Other/handbook.epub'))
  expect(await example('publisher-rule.ts', root)).toMatch(/Acme\/handbook\.epub completed/)
  const captions = async (publisher: string) => {
    const { stdout } = await run('unzip', ['-p', join(root, publisher, 'Output XML/handbook.zip')])
    return stdout.match(/<title>Figure \d\./g)?.length ?? 0
  }
  expect(await captions('Other')).toBeGreaterThan(0)
  expect(await captions('Acme')).toBe(0)
})

test('from-python does everything that the Python API is documented to do', async () => {
  const root = await tree()
  await mkdir(join(root, 'sftp'))
  await rename(join(root, 'Acme'), join(root, 'sftp/Acme'))
  const output = await example('from-python.ts', root)
  expect(output).toMatch(/publishers: sftp\/Acme\/\nfile: sftp\/Acme\/handbook\.epub \d+\n/)
  expect(output).toMatch(/added: 1\npending: 1 reset: 0\ncompleted: 1\n/)
  expect(output).toMatch(/processed: handbook\.epub completed\nthen completed: 0\nrun: 0 completed, 0 failed/)
  expect(await readdir(join(root, 'sftp/Acme/Output XML'))).toEqual(['handbook.zip'])
})

test('the books of the demo are what the script makes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'handbook-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await run(process.execPath, [join(FOLDER, 'handbook/build.ts'), folder])
  expect(await readdir(folder)).toEqual(['handbook.epub', 'handbook.pdf'])
  await run('cmp', [join(folder, 'handbook.epub'), join(FOLDER, 'books/handbook.epub')])
  await run('cmp', [join(folder, 'handbook.pdf'), join(FOLDER, 'books/handbook.pdf')])
})
