import { rm, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Claim, ClaimOptions } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { expect, test } from 'vitest'
import { makeWorld } from '../support/world.ts'

test('books of all publishers become packages in the documented layout', async () => {
  const world = await makeWorld()
  await world.put('sftp/PublisherA/book1.pdf')
  await world.put('sftp/PublisherA/2026/x/book2.epub')
  await world.put('sftp/Bücherei Süd/Über (2).epub')
  const report = await world.processor({ inputPrefix: '/sftp/' }).runBatchJob()
  expect(report).toMatchObject({ completed: 3, failed: 0, scan: { publishers: 2, seen: 3, added: 3, errors: [] } })
  expect((await world.tree()).filter((key) => key.endsWith('.zip'))).toEqual([
    'sftp/Bücherei Süd/Output XML/Über (2).zip',
    'sftp/PublisherA/Output XML/2026/x/book2.zip',
    'sftp/PublisherA/Output XML/book1.zip',
  ])
})

test('a book that is recorded while the last claim is under way is converted in the same run', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  const scanned = Promise.withResolvers<void>()
  /** Answers a claim that found nothing when the scan has ended, as a server on a slow line may. */
  class LateRegistry extends FileRegistry {
    override async claim(options: ClaimOptions): Promise<Claim[]> {
      const claims = await super.claim(options)
      if (claims.length === 0) await scanned.promise
      return claims
    }
  }
  const processor = world.processor({ registry: new LateRegistry({ path: world.registryPath }) })
  processor.events.on('scanFinished', () => void nextTurn().then(scanned.resolve))
  expect(await processor.runBatchJob()).toMatchObject({ completed: 1, scan: { added: 1 } })
})

test('a second run converts nothing, a new version is converted once', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  await world.put('A/b.pdf')
  await world.processor().runBatchJob()
  const again = await world.processor().runBatchJob()
  expect(again).toMatchObject({ completed: 0, scan: { unchanged: 2, added: 0, changed: 0 } })
  await world.put('A/b.pdf', 'another text')
  const changed = await world.processor().runBatchJob()
  expect(changed).toMatchObject({ completed: 1, scan: { unchanged: 1, changed: 1 } })
  expect(world.conversions.toSorted()).toEqual(['A/a.pdf', 'A/b.pdf', 'A/b.pdf'])
})

test('a file with an old date is found all the same', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  await world.processor().runBatchJob()
  await world.put('A/late.pdf')
  await utimes(join(world.root, 'A/late.pdf'), 1_000, 1_000)
  expect(await world.processor().runBatchJob()).toMatchObject({ completed: 1 })
})

test('books of one name share no package, and a re-scan renames nothing', async () => {
  const world = await makeWorld()
  for (const name of ['book.epub', 'book.pdf', 'BOOK.epub3']) await world.put(`A/${name}`)
  const report = await world.processor().runBatchJob()
  const packages = ['A/Output XML/BOOK.zip', 'A/Output XML/book.epub.zip', 'A/Output XML/book.pdf.zip']
  expect((await world.tree()).filter((key) => key.endsWith('.zip'))).toEqual(packages)
  expect(report.scan?.conflicts.map(({ key }) => key)).toEqual(['A/book.epub', 'A/book.pdf'])
  await rm(join(world.root, 'A/BOOK.epub3'))
  await world.put('A/book.pdf', 'new text')
  await world.processor().runBatchJob()
  expect((await world.tree()).filter((key) => key.endsWith('.zip'))).toEqual(packages)
})

test('what is no book is passed over with a reason', async () => {
  const world = await makeWorld()
  const passed: string[] = []
  await world.put('A/book.pdf')
  for (const name of ['.hidden.pdf', 'x.epub.part', '~$y.pdf', 'cover.jpg', 'sub/.git/z.pdf'])
    await world.put(`A/${name}`)
  await world.put('A/empty.pdf', '')
  await world.put('stray.pdf')
  await world.put('A/output xml/old.pdf')
  await symlink('/etc', join(world.root, 'A/link.pdf'))
  const processor = world.processor()
  processor.events.on('filePassedOver', ({ key, reason }) => passed.push(`${key} ${reason}`))
  const report = await processor.runBatchJob()
  expect(report).toMatchObject({ completed: 1, scan: { seen: 1 } })
  expect(passed.sort()).toEqual([
    'A/.hidden.pdf temporary_name',
    'A/cover.jpg unsupported_format',
    'A/empty.pdf empty',
    'A/link.pdf unreadable',
    'A/x.epub.part temporary_name',
    'A/~$y.pdf temporary_name',
    'stray.pdf no_publisher',
  ])
})

test('one bad book fails at once with its reason, the others are not hurt', async () => {
  const world = await makeWorld()
  await world.put('A/bad.pdf', 'bad')
  await world.put('A/good.pdf')
  const report = await world.processor().runBatchJob()
  expect(report).toMatchObject({ completed: 1, failed: 1, retried: 0 })
  expect(report.results[0]).toMatchObject({ filename: 'bad.pdf', status: 'failed', code: 'input', attempt: 1 })
  expect(await world.processor().runBatchJob()).toMatchObject({ completed: 0, failed: 0 })
})

test('max_retries counts the retries after the first attempt, and every attempt is kept', async () => {
  const world = await makeWorld()
  await world.put('A/flaky.pdf', 'flaky 9')
  const report = await world.processor({ maxRetries: 3 }).runBatchJob()
  expect(report).toMatchObject({ failed: 1, retried: 3 })
  const registry = await world.registry()
  const [file] = await Array.fromAsync(registry.query({}))
  expect(file).toMatchObject({ status: 'failed', errorCode: 'transient', errorMessage: 'not today' })
  const attempts = await registry.attempts(file?.id ?? 0)
  expect(attempts.map(({ attempt, outcome, phase, converter }) => [attempt, outcome, phase, converter])).toEqual([
    [1, 'retry', 'convert', 'obedient@1'],
    [2, 'retry', 'convert', 'obedient@1'],
    [3, 'retry', 'convert', 'obedient@1'],
    [4, 'failed', 'convert', 'obedient@1'],
  ])
})

test('a book that works at the second try is completed, and the run that scheduled it waited for its turn', async () => {
  const world = await makeWorld()
  await world.put('A/flaky.pdf', 'flaky 1')
  expect(await world.processor({ retryDelayMs: 3_600_000 }).runBatchJob()).toMatchObject({ completed: 0, retried: 1 })
  expect(await world.processor().runBatchJob()).toMatchObject({ completed: 0, retried: 0 })
  const registry = await world.registry()
  await registry.change({}, 'pending')
  expect(await world.processor().runBatchJob()).toMatchObject({ completed: 1 })
})

test('retries can be switched off', async () => {
  const world = await makeWorld()
  await world.put('A/flaky.pdf', 'flaky 1')
  expect(await world.processor({ retryFailed: false }).runBatchJob()).toMatchObject({ failed: 1, retried: 0 })
})

test('a package that is not valid is never published', async () => {
  const world = await makeWorld()
  await world.put('A/broken.pdf', 'broken')
  const report = await world.processor({ maxRetries: 0 }).runBatchJob()
  expect(report.results[0]).toMatchObject({
    status: 'failed',
    code: 'invalid_output',
    message: expect.stringMatching(/HTML page/),
  })
  expect(await world.tree()).toEqual(['A/broken.pdf'])
})

test('a package that is whole and breaks the rules is not made again, one that is none is', async () => {
  const world = await makeWorld()
  await world.put('A/broken.pdf', 'broken')
  await world.put('A/malformed.pdf', 'malformed')
  await world.processor({ maxRetries: 2 }).runBatchJob()
  const times = (name: string) => world.conversions.filter((key) => key === `A/${name}.pdf`).length
  expect([times('malformed'), times('broken')]).toEqual([1, 3])
})

test('a publisher that cannot be listed is an error of that publisher; never an empty folder', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  await world.put('B/b.pdf')
  const processor = world.processor()
  const { LocalStorage, StorageError } = await import('@rittdoc-batch/core')
  class Denying extends LocalStorage {
    override list(prefix: string, options?: object) {
      if (prefix === 'A/') throw new StorageError('denied', 'no')
      return super.list(prefix, options)
    }
  }
  const denied = world.processor({ storage: new Denying({ root: world.root }) })
  expect(await denied.runBatchJob()).toMatchObject({
    completed: 1,
    scan: { errors: [{ publisher: 'A', code: 'denied' }] },
  })
  expect(await processor.runBatchJob()).toMatchObject({ completed: 1 })
})

test('a prefix that does not exist is an error, never zero files', async () => {
  const world = await makeWorld()
  const report = await world.processor({ inputPrefix: 'nowhere' }).runBatchJob()
  expect(report.scan?.errors).toMatchObject([{ code: 'not_found' }])
})

test('the run leaves no temporary file and no work folder', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  await world.put('A/bad.pdf', 'bad')
  const processor = world.processor()
  await processor.runBatchJob()
  await processor.close()
  expect(await world.tree()).toEqual(['A/Output XML/a.zip', 'A/a.pdf', 'A/bad.pdf'])
})

test('hooks are awaited in order, and one that rejects fails the attempt', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  const calls: string[] = []
  const hooks = {
    beforeConvert: async () => void calls.push('beforeConvert'),
    beforePublish: async () => void calls.push('beforePublish'),
    afterPublish: async () => void calls.push('afterPublish'),
  }
  await world.processor({ hooks }).runBatchJob()
  expect(calls).toEqual(['beforeConvert', 'beforePublish', 'afterPublish'])
  await world.put('A/a.pdf', 'again')
  const refuse = { beforePublish: () => Promise.reject(new Error('not this one')) }
  const report = await world.processor({ hooks: refuse, maxRetries: 0 }).runBatchJob()
  expect(report.results[0]).toMatchObject({ code: 'hook', message: 'The hook beforePublish rejected: not this one' })
})

test('a listener that throws is told and hurts nothing', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  const processor = world.processor()
  const told: string[] = []
  processor.events.on('attemptStarted', () => {
    throw new Error('listener')
  })
  processor.events.on('listenerFailed', ({ event }) => told.push(event))
  expect(await processor.runBatchJob()).toMatchObject({ completed: 1 })
  expect(told).toEqual(['attemptStarted'])
})

test('maxFiles limits how many are begun; zero begins none', async () => {
  const world = await makeWorld()
  for (const name of ['a', 'b', 'c']) await world.put(`A/${name}.pdf`)
  const processor = world.processor()
  await processor.discoverFiles()
  expect(await processor.processPendingFiles({ maxFiles: 0 })).toMatchObject({ completed: 0 })
  expect(await processor.processPendingFiles({ maxFiles: 2 })).toMatchObject({ completed: 2 })
  expect(await processor.processPendingFiles()).toMatchObject({ completed: 1 })
})

test('a plan shows what a run would do, and does nothing', async () => {
  const world = await makeWorld()
  await world.put('A/book.epub')
  await world.put('A/book.pdf')
  await world.put('A/empty.pdf', '')
  const lines: string[] = []
  await world.processor().plan((entry) => {
    if (entry.action === 'convert')
      lines.push(`${entry.file.key} -> ${entry.file.outputKey} ${entry.isNew} ${entry.wanted ?? ''}`)
    else lines.push(`${entry.action} ${'key' in entry ? entry.key : ''}`)
  })
  expect(lines.sort()).toEqual([
    'A/book.epub -> A/Output XML/book.zip true ',
    'A/book.pdf -> A/Output XML/book.pdf.zip true A/Output XML/book.zip',
    'pass_over A/empty.pdf',
  ])
  expect((await (await world.registry()).statistics()).total.pending).toBe(0)
  expect(world.conversions).toEqual([])
})
