import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type LogOptions, openLog } from '../../src/logging/logger.ts'
import { tempDir } from '../support/run-command.ts'

/** Writes with a log of its own and returns the folder that it wrote to. */
async function write(options: Partial<LogOptions>, work: (log: ReturnType<typeof openLog>['logger']) => void) {
  const folder = await tempDir()
  const file = join(folder, 'logs/rittdoc.log')
  const log = openLog({ level: 'INFO', format: 'text', file, ...options })
  work(log.logger)
  await log.close()
  return join(folder, 'logs')
}

test('a JSON log is one object a line, with time, level, message and facts', async () => {
  const folder = await write({ format: 'json' }, (log) =>
    log.warn({ publisher: 'A', key: 'A/\n.pdf' }, 'name is taken'),
  )
  const [line = '', rest] = (await readFile(join(folder, 'rittdoc.log'), 'utf8')).split('\n')
  expect(JSON.parse(line)).toEqual({
    level: 40,
    time: expect.any(Number),
    publisher: 'A',
    key: 'A/\n.pdf',
    msg: 'name is taken',
  })
  expect(rest).toBe('')
})

test('lines below the level are not written, to the file and to the console each by its own', async () => {
  const shown: string[] = []
  const console = { level: 'ERROR', write: (line: string) => shown.push(line) }
  const folder = await write({ level: 'INFO', console }, (log) => {
    log.debug('quiet')
    log.info('file only')
    log.error('both')
  })
  const text = await readFile(join(folder, 'rittdoc.log'), 'utf8')
  expect(text).not.toContain('quiet')
  expect(text).toMatch(/INFO {4}file only\n.*ERROR {3}both\n$/)
  expect(shown).toEqual([expect.stringMatching(/ERROR {3}both\n$/)])
})

test('what is called a secret is masked, at the top and one level down', async () => {
  const folder = await write({}, (log) => log.info({ password: 'canary', s3: { secretAccessKey: 'canary' } }, 'x'))
  const text = await readFile(join(folder, 'rittdoc.log'), 'utf8')
  expect(text).not.toContain('canary')
  expect(text).toContain('password=********')
})

test('a log that grows is put aside at its size, in order, and only the last ones are kept', async () => {
  const rotation = { bytes: 20_000, files: 3 }
  const folder = await write({ rotation }, (log) => {
    for (let i = 0; i < 1_000; i++) log.info({ i, filler: 'x'.repeat(100) }, 'line')
  })
  const names = (await readdir(folder)).filter((name) => name.endsWith('.log'))
  expect(names).toContain('rittdoc.log')
  expect(names.length).toBeGreaterThan(2)
  expect(names.length).toBeLessThanOrEqual(4)
  for (const name of names) expect((await stat(join(folder, name))).size).toBeLessThan(20_000 + 200)
  expect(await readFile(join(folder, 'rittdoc.log'), 'utf8')).toMatch(/i=999 /)
})

test('a file that cannot be written is told once, and the rest goes on', async () => {
  const folder = await tempDir()
  await writeFile(join(folder, 'logs'), 'a file where the folder should be')
  const lost = Promise.withResolvers<string>()
  const reasons: string[] = []
  const shown: string[] = []
  const log = openLog({
    level: 'INFO',
    format: 'text',
    file: join(folder, 'logs/rittdoc.log'),
    onFileLost: (reason) => {
      reasons.push(reason)
      lost.resolve(reason)
    },
    console: { level: 'INFO', write: (line) => shown.push(line) },
  })
  log.logger.info('one')
  expect(await lost.promise).toMatch(/could not write the log .*rittdoc\.log: /)
  log.logger.info('two')
  await log.close()
  expect(shown).toHaveLength(2)
  expect(reasons).toHaveLength(1)
})
