import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rittdocBatch, startRittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

/** A folder with a book, and a configuration for it. */
async function makeWorld(): Promise<string> {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'books/Acme'), { recursive: true })
  await writeSmallEpub(join(cwd, 'books/Acme/one.epub'))
  const config = {
    ...{ mode: 'automated', local: { enabled: true, root: 'books' } },
    processing: { min_age_seconds: 0, max_retries: 0, poll_seconds: 1 },
    scheduler: { run_on_startup: true },
  }
  await writeFile(join(cwd, 'config.yaml'), JSON.stringify(config))
  return cwd
}

test('a worker converts what a schedule that only scans finds, and ends with exit code 0 on SIGTERM', {
  timeout: 120_000,
}, async () => {
  const cwd = await makeWorld()
  const worker = startRittdocBatch(cwd, 'worker')
  await worker.says(/worker started/)
  const scanner = startRittdocBatch(cwd, 'schedule', '--scan-only')
  await worker.says(/completed .*one\.epub/)
  await scanner.says(/run finished/)
  for (const one of [worker, scanner]) one.kill('SIGTERM')
  const [worked, scanned] = await Promise.all([worker.ended, scanner.ended])
  expect(worked).toMatchObject({ code: 0, stdout: '1 completed, 0 failed, 0 to be retried, 0 given back\n' })
  expect(worked.stderr).not.toMatch(/scan started/)
  expect(scanned.code).toBe(0)
  expect(scanned.stderr).not.toMatch(/ completed publisher/)
  expect(await readdir(join(cwd, 'books/Acme/Output XML'))).toEqual(['one.zip'])
})

test('a paused publisher is passed over until it is resumed', { timeout: 120_000 }, async () => {
  const cwd = await makeWorld()
  expect((await rittdocBatch(cwd, 'pause', 'Acme', '007')).stdout).toBe('Acme: paused\n007: paused\n')
  expect((await rittdocBatch(cwd, 'run')).stdout).toMatch(/^0 completed/)
  expect((await rittdocBatch(cwd, 'stats')).stdout).toMatch(/Acme: \(paused\)/)
  expect((await rittdocBatch(cwd, 'resume', 'Acme', '--json')).stdout).toBe('{"resumed":["Acme"]}\n')
  expect((await rittdocBatch(cwd, 'run')).stdout).toMatch(/1 completed/)
})
