import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FileRegistry } from '@rittdoc-batch/registry'
import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { parseArgv } from '../src/argv/parse-argv.ts'
import { rittdocBatch, shell, tempDir } from './support/run-command.ts'

/** A folder whose registry has these completed files, that long ago; the last of them failed. */
async function withFiles(files: readonly { publisher: string; name: string; daysAgo: number }[]): Promise<string> {
  const cwd = await tempDir()
  await writeFile(join(cwd, 'config.yaml'), 'log_file: null\n')
  const path = join(cwd, 'data/file_registry.db')
  await mkdir(join(cwd, 'data'))
  const registry = new FileRegistry({ path })
  await registry.open()
  await registry.close()
  const database = new SqliteDatabase(path)
  const insert = database.prepare(
    `INSERT INTO files (storage, publisher, filename, s3_key, version, status, completed_at, output_storage, output_key)
     VALUES ('s', ?, ?, ?, 'v', 'completed', datetime('now', ?), 's', ?)`,
  )
  for (const { publisher, name, daysAgo } of files) {
    insert.run(publisher, name, `${publisher}/${name}`, `-${daysAgo} days`, `${name}.zip`)
  }
  database.exec("UPDATE files SET status = 'failed', error_code = 'input' WHERE id = (SELECT max(id) FROM files)")
  database.close()
  return cwd
}

const files = [
  { publisher: 'Acme', name: '=cmd|"calc"!A1.pdf', daysAgo: 100 },
  { publisher: 'Acme', name: 'two, "three"\n.pdf', daysAgo: 10 },
  { publisher: 'Other', name: 'Bücher.pdf', daysAgo: 100 },
  { publisher: 'Other', name: 'bad.pdf', daysAgo: 100 },
]

test('export writes a table in which no name is a formula', async () => {
  const cwd = await withFiles(files)
  const { stdout, code } = await rittdocBatch(cwd, 'export')
  expect(code).toBe(0)
  const [header, first] = stdout.split('\n')
  expect(header).toMatch(/^id,publisher,key,filename,format,size_bytes,status,discovered_at,/)
  expect(first).toContain(`"'=cmd|""calc""!A1.pdf"`)
  expect(stdout).toContain('"two, ""three""\n.pdf"')
  expect(stdout).toMatch(/,failed,[^\n]*,input,/)
}, 60_000)

test('export writes a JSON object a line, of the files that were asked for', async () => {
  const cwd = await withFiles(files)
  const { stdout } = await rittdocBatch(
    cwd,
    'export',
    '--format',
    'jsonl',
    '--publisher',
    'Other',
    '--status',
    'completed',
  )
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).filename),
  ).toEqual(['Bücher.pdf'])
  expect((await rittdocBatch(cwd, 'export', '--format', 'cvs')).stderr).toContain('Did you mean "csv"?')
}, 60_000)

test('export ends well when its reader has got enough', async () => {
  const many = Array.from({ length: 3_000 }, (_, i) => ({ publisher: 'Acme', name: `${i}.pdf`, daysAgo: 1 }))
  const cwd = await withFiles(many)
  const { stdout, stderr } = await shell(cwd, 'set -o pipefail; rittdoc-batch export | head -n 1; echo $?')
  expect(stdout).toMatch(/^id,publisher.*\n0\n$/)
  expect(stderr).not.toContain('EPIPE')
}, 60_000)

test('forget deletes what was completed longer ago, counts it first where it is asked to, and the rest stays', async () => {
  const cwd = await withFiles(files)
  expect((await rittdocBatch(cwd, 'forget', '--older-than', '90d', '--dry-run')).stdout).toMatch(
    /^Would forget 2 files/,
  )
  expect(
    JSON.parse((await rittdocBatch(cwd, 'forget', '--older-than', '90d', '--publisher', 'Acme', '--json')).stdout),
  ).toEqual({
    forgotten: 1,
  })
  expect((await rittdocBatch(cwd, 'forget', '--older-than', '90d')).stdout).toMatch(/^Forgot 1 file /)
  const { stdout } = await rittdocBatch(cwd, 'list', '--json')
  expect(JSON.parse(stdout).map(({ filename }: { filename: string }) => filename)).toEqual(['bad.pdf', files[1]?.name])
}, 60_000)

test('forget does nothing without a time that makes sense', () => {
  for (const time of [[], ['--older-than', '90'], ['--older-than', 'soon'], ['--older-than', '0d']]) {
    expect(() => parseArgv(['forget', ...time], '')).toThrow('Expected --older-than')
  }
}, 60_000)

test('a shell completes commands, flags and their values', async () => {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'home'))
  const words = async (...typed: string[]) => {
    const { stdout } = await rittdocBatch(cwd, 'complete', '--', ...typed)
    return stdout.split('\n').map((line) => line.split('\t')[0])
  }
  expect(await words('sched')).toContain('schedule')
  expect(await words('run', '--mon')).toContain('--monitor')
  expect(await words('list', '--status', 'f')).toContain('failed')
  const { stdout } = await shell(
    cwd,
    `source <(rittdoc-batch completion bash)
     COMP_WORDS=(rittdoc-batch doc) COMP_CWORD=1 COMP_LINE='rittdoc-batch doc' COMP_POINT=17
     $(complete -p rittdoc-batch | sed 's/.*-F \\([^ ]*\\).*/\\1/') 2>/dev/null
     echo "\${COMPREPLY[@]}"`,
  )
  expect(stdout).toContain('doctor')
  expect((await rittdocBatch(cwd, 'completion', 'bsh')).stderr).toContain('Did you mean "bash"?')
}, 60_000)
