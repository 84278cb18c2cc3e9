import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { RegistryBench } from '../registry-bench.ts'

const COUNTS = { added: 0, changed: 0, unchanged: 0, requeued: 0, settling: [], conflicts: [] }

/** What the Registry contract promises under "record". */
export const recordCases: CaseGroup<RegistryBench> = {
  title: 'record',
  cases: {
    'makes new files pending and due': async (bench) => {
      assert.deepEqual(await bench.record(['A/a.pdf', 'B/b.pdf']), { ...COUNTS, added: 2 })
      const [file] = await bench.files({ publisher: 'A' })
      assert.equal(file?.status, 'pending')
      assert.equal(file?.version, 'v1')
      assert.equal(file?.outputKey, 'A/Output XML/a.zip')
      assert.equal((await bench.claim({ limit: 9 })).length, 2)
    },

    'changes nothing when a file is seen again at its version': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'completed')
      assert.deepEqual(await bench.record(['A/a.pdf']), { ...COUNTS, unchanged: 1 })
      assert.equal((await bench.file()).status, 'completed')
      assert.deepEqual(await bench.claim(), [])
    },

    'makes a finished file pending at another version, keeps its row and its attempts': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'completed')
      const before = await bench.file()
      assert.equal((await bench.record(['A/a.pdf'], {}, { version: 'v2', sizeBytes: 20 })).changed, 1)
      const after = await bench.file()
      assert.deepEqual([after.id, after.status, after.version, after.sizeBytes], [before.id, 'pending', 'v2', 20])
      assert.equal(after.outputKey, before.outputKey)
      assert.equal((await bench.registry.attempts(after.id)).length, 1)
    },

    'keeps keys as long as it promises, and those of 4,096 bytes where it promises nothing': async (bench) => {
      const length = Math.min(bench.registry.maxKeyBytes ?? 4096, 4096)
      const name = Array.from({ length: 100 }, (_, i) => createHash('sha512').update(`${i}`).digest('base64url')).join(
        '/',
      )
      const key = `A/${name.slice(0, length - 6)}.pdf`
      assert.equal((await bench.record([key])).added, 1)
      assert.equal((await bench.record([key])).unchanged, 1)
      assert.equal((await bench.claimOne()).file.key, key)
    },

    'lets a claim go on when another version is seen meanwhile, and makes that one pending afterwards': async (
      bench,
    ) => {
      await bench.record(['A/a.pdf'])
      const claim = await bench.claimOne()
      assert.equal((await bench.record(['A/a.pdf'], {}, { version: 'v2' })).changed, 1)
      assert.equal((await bench.record(['A/a.pdf'], {}, { version: 'v2' })).unchanged, 1)
      assert.deepEqual(await bench.claim(), [])
      assert.equal(await bench.settle(claim, 'completed'), true)
      assert.equal((await bench.claimOne()).file.version, 'v2')
    },

    'tells files of two storages apart': async (bench) => {
      await bench.record(['A/a.pdf'])
      assert.equal((await bench.record(['A/a.pdf'], {}, { storage: 'test://others' })).added, 1)
      assert.equal((await bench.files()).length, 2)
      assert.equal((await bench.claim({ limit: 9 })).length, 1)
    },

    'gives every file an output key of its own, the first choice to the lower key': async (bench) => {
      const { conflicts } = await bench.record(['A/book.pdf', 'A/book.epub', 'A/BOOK.doc'])
      const keys = Object.fromEntries((await bench.files()).map(({ key, outputKey }) => [key, outputKey]))
      assert.deepEqual(keys, {
        'A/BOOK.doc': 'A/Output XML/BOOK.zip',
        'A/book.epub': 'A/Output XML/book.epub.zip',
        'A/book.pdf': 'A/Output XML/book.pdf.zip',
      })
      assert.deepEqual(conflicts.map(({ key, wanted }) => [key, wanted]).toSorted(), [
        ['A/book.epub', 'A/Output XML/book.zip'],
        ['A/book.pdf', 'A/Output XML/book.zip'],
      ])
    },

    'takes names that differ only in case or normal form for one': async (bench) => {
      await bench.record(['A/B\u00FCcher.pdf'])
      await bench.record(['A/Bu\u0308cher.epub'])
      const [, second] = await bench.files()
      assert.equal(second?.outputKey, 'A/Output XML/Bu\u0308cher.epub.zip')
    },

    'renames nothing when files are seen again in another order or company': async (bench) => {
      await bench.record(['A/book.pdf'])
      await bench.record(['A/book.epub', 'A/book.pdf'])
      const before = (await bench.files()).map(({ outputKey }) => outputKey)
      await bench.record(['A/a.pdf', 'A/book.epub', 'A/book.pdf'], {}, { version: 'v2' })
      assert.deepEqual(
        (await bench.files()).slice(0, 2).map(({ outputKey }) => outputKey),
        before,
      )
      assert.deepEqual(before, ['A/Output XML/book.zip', 'A/Output XML/book.epub.zip'])
    },

    'takes an unfinished upload only at a second look, when it is old enough': async (bench) => {
      const settleMs = 60_000
      const look = () => bench.record(['A/a.pdf'], { settleMs })
      const first = await look()
      assert.deepEqual([first.added, first.settling.map(({ key }) => key)], [0, ['A/a.pdf']])
      assert.deepEqual(await bench.files(), [])
      await bench.subject.advance(5_000)
      assert.equal((await look()).added, 0)
      await bench.subject.advance(5_000)
      assert.equal((await look()).added, 1)
    },

    'begins to watch anew when an unfinished upload has changed': async (bench) => {
      await bench.record(['A/a.pdf'], { settleMs: 60_000 })
      await bench.subject.advance(20_000)
      const changed = await bench.record(['A/a.pdf'], { settleMs: 60_000 }, { version: 'v2' })
      assert.deepEqual([changed.added, changed.settling.length], [0, 1])
    },

    'makes failed files due again when asked to, and finished ones too': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'failed', { code: 'input' })
      assert.equal((await bench.record(['A/a.pdf'])).unchanged, 1)
      assert.equal((await bench.record(['A/a.pdf'], { requeue: 'failed' })).requeued, 1)
      assert.equal((await bench.file()).retryCount, 0)
      await bench.settle(await bench.claimOne(), 'completed')
      assert.equal((await bench.record(['A/a.pdf'], { requeue: 'failed' })).unchanged, 1)
      assert.equal((await bench.record(['A/a.pdf'], { requeue: 'all' })).requeued, 1)
    },

    'makes a file that was gone due again when it is back': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'failed', { code: 'not_found' })
      assert.equal((await bench.record(['A/a.pdf'])).requeued, 1)
      assert.equal((await bench.claim()).length, 1)
    },

    'moves a named file to another publisher, with another output key': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'completed')
      const there = { publisher: 'B', outputFolder: 'B/Output XML/' }
      await bench.record(['A/a.pdf'], { requeue: 'failed' }, there)
      const file = await bench.file()
      assert.deepEqual([file.publisher, file.status, file.outputKey], ['B', 'pending', 'B/Output XML/a.zip'])
    },

    'records nothing when there is nothing': async (bench) => {
      assert.deepEqual(await bench.registry.record([]), COUNTS)
    },
  },
}
