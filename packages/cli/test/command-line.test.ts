import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rittdocBatch, startRittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

test('named files become Output/<publisher>/<book>.zip, with a summary on stdout and lines in the log', async () => {
  const cwd = await tempDir()
  await writeSmallEpub(join(cwd, 'a.epub'))
  await writeSmallEpub(join(cwd, 'b c.epub'))
  const { code, stdout, stderr } = await rittdocBatch(
    cwd,
    '--mode',
    'cli',
    '--files',
    'a.epub',
    'b c.epub',
    '--publisher',
    'Acme',
  )
  expect(code).toBe(0)
  expect((await readdir(join(cwd, 'Output/Acme'))).sort()).toEqual(['a.zip', 'b c.zip'])
  expect(stdout).toMatch(/Acme\/a\.epub\s+completed/)
  expect(stdout).toMatch(/2 completed, 0 failed/)
  expect(stderr).toMatch(/INFO .*completed publisher=Acme/)
  const log = await readFile(join(cwd, 'logs/rittdoc.log'), 'utf8')
  expect(log.split('\n').filter((line) => /completed publisher=Acme key=\S+ attempt=1 ms=\d+/.test(line))).toHaveLength(
    1,
  )
  expect(log).not.toMatch(/ERROR/)
})

test('--report writes status, counts, timings and warnings of each file', async () => {
  const cwd = await tempDir()
  await writeSmallEpub(join(cwd, 'a.epub'))
  await writeFile(join(cwd, 'bad.pdf'), '<html>no</html>')
  await rittdocBatch(cwd, 'convert', 'a.epub', 'bad.pdf', 'missing.pdf', '--report', 'report.json')
  const report = JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8'))
  expect(report).toHaveLength(3)
  expect(report).toContainEqual(
    expect.objectContaining({
      filename: 'a.epub',
      status: 'completed',
      warnings: [],
      phases: expect.objectContaining({ convert: expect.any(Number) }),
      metrics: expect.objectContaining({
        ...{ pages: 1, droppedImages: 0, paragraphs: expect.any(Number) },
        ...{ readMs: expect.any(Number), structureMs: expect.any(Number) },
        ...{ writeMs: expect.any(Number), packMs: expect.any(Number) },
      }),
    }),
  )
  expect(report).toContainEqual(expect.objectContaining({ filename: 'bad.pdf', status: 'failed', code: 'input' }))
  expect(report).toContainEqual(expect.objectContaining({ status: 'rejected', code: 'not_found' }))
})

test('named again nothing is converted, and the exit code is good', async () => {
  const cwd = await tempDir()
  await writeSmallEpub(join(cwd, 'a.epub'))
  await rittdocBatch(cwd, 'convert', 'a.epub')
  const { code, stdout } = await rittdocBatch(cwd, 'convert', 'a.epub')
  expect(code).toBe(0)
  expect(stdout).toMatch(/LocalFiles\/a\.epub\s+unchanged/)
})

test('failed and missing files are told, the others converted, exit code 3', async () => {
  const cwd = await tempDir()
  await writeSmallEpub(join(cwd, 'good.epub'))
  await writeFile(join(cwd, 'bad.pdf'), '<html>no</html>')
  const { code, stdout } = await rittdocBatch(cwd, '--mode', 'cli', '--files', 'good.epub', 'bad.pdf', 'missing.pdf')
  expect(code).toBe(3)
  expect(stdout).toMatch(/bad\.pdf\s+failed\s+[\d.]+\s+The file is neither an ePub nor a PDF: it is an HTML page/)
  expect(stdout).toMatch(/missing\.pdf\s+rejected\s+Could not find the file/)
  expect(await readFile(join(cwd, 'logs/rittdoc.log'), 'utf8')).toMatch(
    /ERROR .*failed publisher=LocalFiles key=\S*bad\.pdf attempt=1 .*code=input/,
  )
  expect((await rittdocBatch(cwd, '--stats')).stdout).toMatch(/ {2}completed {3}: {5}1\n {2}failed {6}: {5}1/)
  expect((await rittdocBatch(cwd, '--reset-failed')).stdout).toBe('Reset 1 failed file to pending\n')
  expect((await rittdocBatch(cwd, 'show', 'bad.pdf')).stdout).toMatch(/1\. \S+ failed in convert/)
  expect((await rittdocBatch(cwd, 'list', '--status', 'completed')).stdout).toMatch(/good\.epub/)
})

test('automated mode works through a folder tree, once', async () => {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'books/sftp/PublisherA/sub'), { recursive: true })
  await writeSmallEpub(join(cwd, 'books/sftp/PublisherA/sub/book.epub'))
  await writeFile(
    join(cwd, 'config.yaml'),
    'mode: automated\nlocal:\n  enabled: true\n  root: books\n  input_prefix: sftp\nprocessing:\n  min_age_seconds: 0\n',
  )
  const plan = await rittdocBatch(cwd, 'plan')
  expect(plan.stdout).toContain(
    'convert    sftp/PublisherA/sub/book.epub -> sftp/PublisherA/Output XML/sub/book.zip (new)',
  )
  const { code } = await rittdocBatch(cwd, '--mode', 'automated', '--config', 'config.yaml', '--run-once')
  expect(code).toBe(0)
  expect(await readdir(join(cwd, 'books/sftp/PublisherA/Output XML/sub'))).toEqual(['book.zip'])
  const again = await rittdocBatch(cwd, 'run', '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ completed: 0, scan: { unchanged: 1 } })
})

test('--schedule works at once when asked to, waits for the next tick, and ends on a signal with a good code', async () => {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'books/PublisherA'), { recursive: true })
  await writeSmallEpub(join(cwd, 'books/PublisherA/book.epub'))
  await writeFile(
    join(cwd, 'config.yaml'),
    'local: { enabled: true, root: books }\nprocessing: { min_age_seconds: 0 }\nscheduler: { run_on_startup: true }\n',
  )
  const scheduled = startRittdocBatch(cwd, '--mode', 'automated', '--config', 'config.yaml', '--schedule')
  await scheduled.says(/schedule started intervalMinutes=60/)
  await scheduled.says(/run finished .*completed=1/)
  scheduled.kill('SIGTERM')
  const { code, stderr } = await scheduled.ended
  expect(stderr).toMatch(/SIGTERM: running files may finish within 60 s(.|\n)*schedule ended/)
  expect(code).toBe(0)
  expect(await readdir(join(cwd, 'books/PublisherA/Output XML'))).toEqual(['book.zip'])
})

test('a storage that cannot be listed is exit code 4', async () => {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'books'))
  await writeFile(
    join(cwd, 'config.yaml'),
    'mode: automated\nlocal: { enabled: true, root: books, input_prefix: nowhere }\n',
  )
  const { code, stdout } = await rittdocBatch(cwd, 'run')
  expect(code).toBe(4)
  expect(stdout).toMatch(/Could not list the publishers/)
  await rm(join(cwd, 'books'), { recursive: true })
  expect((await rittdocBatch(cwd, 'run')).code).toBe(4)
})

test('a configuration that cannot work is exit code 2, with all its problems', async () => {
  const cwd = await tempDir()
  await writeFile(join(cwd, 'config.yaml'), 'mode: automatd\nprocessing:\n  max_concurrent_jobs: 0\n')
  const { code, stderr } = await rittdocBatch(cwd, 'run')
  expect(code).toBe(2)
  expect(stderr).toMatch(/config\.yaml:1 mode: .*\n.*config\.yaml:3 processing\.max_concurrent_jobs/)
  expect((await rittdocBatch(cwd, 'stats', '--config', 'nowhere.yaml')).code).toBe(2)
  await rm(join(cwd, 'config.yaml'))
  expect((await rittdocBatch(cwd, '--mode', 'automated', '--run-once')).stderr).toMatch(
    /exactly one of the sections s3, sftp and local/,
  )
})

test('--stats works without configuration and database, and makes the database again', async () => {
  const cwd = await tempDir()
  expect((await rittdocBatch(cwd, '--stats')).stdout).toMatch(/completed {3}: {5}0/)
  await rm(join(cwd, 'data/file_registry.db'))
  expect((await rittdocBatch(cwd, '--stats')).code).toBe(0)
  expect(await readdir(join(cwd, 'data'))).toContain('file_registry.db')
})

test('init writes a configuration that works and replaces nothing', async () => {
  const cwd = await tempDir()
  expect((await rittdocBatch(cwd, 'init')).code).toBe(0)
  await mkdir(join(cwd, 'books'))
  expect((await rittdocBatch(cwd, 'run')).code).toBe(0)
  expect((await rittdocBatch(cwd, 'init')).code).toBe(2)
  expect((await rittdocBatch(cwd, 'doctor')).code).toBe(0)
})

test.each(['local', 's3', 'sftp'])(
  'init writes a configuration for %s that needs nothing but its places',
  async (storage) => {
    const cwd = await tempDir()
    expect((await rittdocBatch(cwd, 'init', '--storage', storage)).code).toBe(0)
    const { code, stdout } = await rittdocBatch(cwd, '--print-config')
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`\\n${storage}:\\n  enabled: true\\n`))
  },
)

test('init for a storage that there is not is a usage error with a suggestion', async () => {
  const { code, stderr } = await rittdocBatch(await tempDir(), 'init', '--storage', 'sfpt')
  expect(code).toBe(2)
  expect(stderr).toMatch(/one of local, s3, sftp, got "sfpt"\. Did you mean "sftp"/)
})

test('a secret is neither printed nor logged', async () => {
  const cwd = await tempDir()
  await writeFile(join(cwd, 'config.yaml'), 'sftp:\n  password: "${SECRET}"\n')
  const { stdout } = await rittdocBatch(cwd, '--print-config')
  expect(stdout).toMatch(/password: "?\*{8}/)
  expect(stdout).not.toContain('canary-4711')
})

test('help shows every flag with an example, quickly', async () => {
  const cwd = await tempDir()
  const { code, stdout } = await rittdocBatch(cwd, '--help')
  expect(code).toBe(0)
  for (const flag of [
    '--mode',
    '--config',
    '--files',
    '--publisher',
    '--run-once',
    '--schedule',
    '--stats',
    '--reset-failed',
    '--log-level',
    '--json',
  ])
    expect(stdout).toContain(flag)
  expect((await rittdocBatch(cwd, '--version')).stdout).toMatch(/rittdoc-batch\/\d/)
  expect((await rittdocBatch(cwd, 'list', '--help')).stdout).toMatch(/Examples:\n.*list --status failed/)
})
