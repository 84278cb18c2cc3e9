import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { shell, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

// The commands of the Python system's documentation, word for word, with `python3 batch_processor.py` replaced by
// `rittdoc-batch`, typed into a shell in a folder that holds config.yaml and books.

const CONFIG = `mode: automated
local:
  enabled: true
  root: .
  input_prefix: sftp
processing:
  min_age_seconds: 0
scheduler:
  enabled: true
  interval_minutes: 60
  run_on_startup: true
log_level: "INFO"
log_file: "logs/rittdoc.log"
registry_db: "data/file_registry.db"
output_dir: "Output"
`

async function makeFolder(): Promise<string> {
  const cwd = await tempDir()
  await writeFile(join(cwd, 'config.yaml'), CONFIG)
  await mkdir(join(cwd, 'sftp/PublisherA'), { recursive: true })
  await writeSmallEpub(join(cwd, 'sftp/PublisherA/novel.epub'))
  return cwd
}

describe('CLI mode', () => {
  test('a single file', async () => {
    const cwd = await makeFolder()
    await writeSmallEpub(join(cwd, 'document.pdf')) // an ePub by its content, whatever its name says
    const { code, stdout } = await shell(
      cwd,
      'rittdoc-batch --mode cli \\\n    --files document.pdf \\\n    --publisher "MyPublisher"',
    )
    expect(stdout).toMatch(/1 completed, 0 failed/)
    expect(code).toBe(0)
    expect(await readdir(join(cwd, 'Output/MyPublisher'))).toEqual(['document.zip'])
  })

  test('several files', async () => {
    const cwd = await makeFolder()
    for (const name of ['book1.pdf', 'book2.epub', 'book3.epub']) await writeSmallEpub(join(cwd, name))
    const { code } = await shell(
      cwd,
      'rittdoc-batch --mode cli \\\n    --files book1.pdf book2.epub book3.epub \\\n    --publisher "AcmeBooks"',
    )
    expect(code).toBe(0)
    expect((await readdir(join(cwd, 'Output/AcmeBooks'))).sort()).toEqual(['book1.zip', 'book2.zip', 'book3.zip'])
  })

  test('a pattern of the shell, with a configuration of its own', async () => {
    const cwd = await makeFolder()
    const example = await readFile(new URL('../../../config.cli.yaml.example', import.meta.url), 'utf8')
    await writeFile(join(cwd, 'config.cli.yaml'), example)
    for (const name of ['a.pdf', 'b c.pdf']) await writeSmallEpub(join(cwd, name))
    const { code } = await shell(
      cwd,
      'rittdoc-batch --mode cli \\\n    --config config.cli.yaml \\\n    --files *.pdf \\\n    --publisher "LocalTest"',
    )
    expect(code).toBe(0)
    expect((await readdir(join(cwd, 'Output/LocalTest'))).sort()).toEqual(['a.zip', 'b c.zip'])
  })

  test('with the level of the log', async () => {
    const cwd = await makeFolder()
    await writeSmallEpub(join(cwd, 'test.pdf'))
    const line = 'rittdoc-batch --mode cli --files test.pdf \\\n    --publisher Test --log-level DEBUG'
    expect((await shell(cwd, line)).stderr).toMatch(
      /DEBUG {3}phase publisher=Test key=\S*test\.pdf attempt=1 phase=convert/,
    )
  })
})

describe('automated mode', () => {
  test('one run, then the log as it is searched', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'sftp/PublisherA/bad.pdf'), 'no book')
    const run = 'rittdoc-batch --mode automated \\\n    --config config.yaml \\\n    --run-once'
    expect((await shell(cwd, run)).code).toBe(3)
    expect(await readdir(join(cwd, 'sftp/PublisherA/Output XML'))).toEqual(['novel.zip'])
    expect((await shell(cwd, 'tail -1 logs/rittdoc.log')).stdout).toMatch(/INFO {4}run finished .*completed=1 failed=1/)
    expect((await shell(cwd, 'grep ERROR logs/rittdoc.log')).stdout).toMatch(
      /failed publisher=PublisherA key=\S*bad\.pdf/,
    )
    expect((await shell(cwd, 'grep "PublisherA" logs/rittdoc.log')).stdout).toMatch(/completed publisher=PublisherA/)
    expect((await shell(cwd, 'tail -50 logs/rittdoc.log | grep ERROR')).stdout).toContain('bad.pdf')
  })

  test('one run with the level of the log', async () => {
    const cwd = await makeFolder()
    const line = 'rittdoc-batch --mode automated --run-once \\\n    --config config.yaml --log-level DEBUG'
    expect(await shell(cwd, line)).toMatchObject({ code: 0, stderr: expect.stringMatching(/DEBUG/) })
  })

  test('the schedule in the background', async () => {
    const cwd = await makeFolder()
    const nohup = 'nohup rittdoc-batch --mode automated \\\n    --config config.yaml --schedule > batch.log 2>&1 &'
    // The rest is ours: it ends the schedule by its process id when the first run is over.
    const end =
      'tail -F --pid=$! batch.log 2>/dev/null | grep -q "run finished"; kill $!; wait $!; echo "ended with $?"'
    const { stdout } = await shell(cwd, `${nohup}\n${end}`)
    expect(stdout).toMatch(/ended with 0/)
    expect(await readdir(join(cwd, 'sftp/PublisherA/Output XML'))).toEqual(['novel.zip'])
  })
})

describe('utility commands', () => {
  test('statistics, as the documentation shows them', async () => {
    const cwd = await makeFolder()
    await shell(cwd, 'rittdoc-batch --mode automated --run-once')
    expect((await shell(cwd, 'rittdoc-batch --stats --config config.yaml')).stdout).toBe(
      [
        'REGISTRY STATISTICS',
        '===================',
        'Overall Statistics:',
        '  pending     :     0',
        '  processing  :     0',
        '  completed   :     1',
        '  failed      :     0',
        '',
        'Publisher Statistics:',
        '  PublisherA:',
        '    completed :     1',
        '',
      ].join('\n'),
    )
  })

  test('failed files are reset', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'sftp/PublisherA/bad.pdf'), 'no book')
    await shell(cwd, 'rittdoc-batch --mode automated --run-once')
    const reset = 'rittdoc-batch --reset-failed --config config.yaml'
    expect((await shell(cwd, reset)).stdout).toBe('Reset 1 failed file to pending\n')
    expect((await shell(cwd, 'rittdoc-batch --reset-failed')).stdout).toBe('Reset 0 failed files to pending\n')
    expect((await shell(cwd, 'rittdoc-batch --stats')).stdout).toContain('  pending     :     1')
  })

  test('the registry is thrown away and made again', async () => {
    const cwd = await makeFolder()
    await shell(cwd, 'rittdoc-batch --mode automated --run-once')
    const { code, stdout } = await shell(cwd, 'rm data/file_registry.db\nrittdoc-batch --stats  # Recreates DB')
    expect(code).toBe(0)
    expect(stdout).toContain('  completed   :     0')
    await rm(join(cwd, 'data'), { recursive: true })
    expect((await shell(cwd, 'rittdoc-batch --stats')).code).toBe(0)
  })
})
