import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { type CallOptions, type Entry, passOver } from '@rittdoc-batch/core'
import { content } from '../../suite/content.ts'
import type { CaseGroup } from '../../suite/define-suite.ts'
import { abortedSignal } from '../../suite/expect-rejection.ts'
import type { StorageBench } from '../storage-bench.ts'

/** Large enough not to be through within one turn of the event loop. */
const LARGE = 8 * 1024 * 1024
/** Turns of the event loop before the abort: it must do no harm early or late. */
const TURNS = [0, 1, 3, 10, 40]

/** What the Storage contract promises under "abort". */
export const abortCases: CaseGroup<StorageBench> = {
  title: 'abort',
  cases: {
    'before the call rejects every call with aborted': async (bench) => {
      const object = await bench.upload('book.pdf', 'content')
      const file = await bench.file('new')
      const target = await bench.target()
      const calls: Record<string, (options: CallOptions) => Promise<unknown>> = {
        open: (options) => bench.storage.open(options),
        list: (options) => Array.fromAsync(bench.storage.list(bench.subject.prefix, options)),
        stat: (options) => bench.storage.stat(object.key, options),
        download: (options) => bench.storage.download(object, target.path, options),
        upload: (options) => bench.storage.upload(file, object.key, options),
        remove: (options) => bench.storage.remove(object.key, options),
        sweep: (options) => bench.storage.sweep(object.key, options),
      }
      for (const [name, call] of Object.entries(calls)) {
        await bench.rejects(call({ signal: abortedSignal() }), 'aborted').catch((error) => {
          throw new Error(`${name}: ${error.message}`, { cause: error })
        })
      }
      assert.equal(String(await bench.read('book.pdf')), 'content')
      assert.deepEqual(await target.left(), [])
    },

    'during a listing rejects with aborted, instead of ending it early': async (bench) => {
      await bench.putAll(['a/1.pdf', 'b/2.pdf', 'c/3.pdf'])
      const controller = new AbortController()
      const iterate = async () => {
        const options = { recursive: true, signal: controller.signal }
        for await (const _ of bench.storage.list(bench.subject.prefix, options)) controller.abort()
      }
      await bench.rejects(iterate(), 'aborted')
    },

    'during a download rejects with aborted and leaves no file': async (bench) => {
      const object = await bench.upload('book.pdf', content(LARGE))
      for (const turns of TURNS) {
        const target = await bench.target()
        const wasAborted = await abortAfter(bench, turns, (options) =>
          bench.storage.download(object, target.path, options),
        )
        assert.deepEqual(await target.left(), wasAborted ? [] : ['book.pdf'])
        assert.ok(wasAborted || turns > 0, 'Expected an abort right after the call to end it')
      }
    },

    'during an upload rejects with aborted and changes nothing that can be seen': async (bench) => {
      const file = await bench.file(content(LARGE, 'new'))
      for (const turns of TURNS) {
        await bench.upload('book.zip', 'old')
        const wasAborted = await abortAfter(bench, turns, (options) =>
          bench.storage.upload(file, bench.key('book.zip'), options),
        )
        assert.equal((await bench.read('book.zip')).length, wasAborted ? 3 : LARGE)
        assert.deepEqual(
          (await bench.list()).filter(isVisible).map(({ key }) => key),
          [bench.key('book.zip')],
        )
        assert.ok(wasAborted || turns > 0, 'Expected an abort right after the call to end it')
      }
      await bench.storage.sweep(bench.key('book.zip'))
      assert.deepEqual(await bench.names(), ['book.zip'])
    },

    'during an upload to a new key leaves no object': async (bench) => {
      const file = await bench.file(content(LARGE))
      const wasAborted = await abortAfter(bench, 0, (options) =>
        bench.storage.upload(file, bench.key('new.zip'), options),
      )
      assert.ok(wasAborted, 'Expected an abort right after the call to end it')
      assert.equal(await bench.storage.stat(bench.key('new.zip')), undefined)
      await bench.storage.sweep(bench.key('new.zip'))
      assert.deepEqual(await bench.names().catch(() => []), [])
    },
  },
}

/** Aborts a call some turns after it began. @returns whether it rejected; it may have been through before */
async function abortAfter(
  bench: StorageBench,
  turns: number,
  start: (options: CallOptions) => Promise<unknown>,
): Promise<boolean> {
  const controller = new AbortController()
  const call = start({ signal: controller.signal })
  const ended = call.then(
    () => false,
    (error) => bench.rejects(Promise.reject(error), 'aborted').then(() => true),
  )
  for (let n = 0; n < turns; n++) await turn()
  controller.abort(new Error('the caller has stopped'))
  return ended
}

/** Whether a scan would take an entry for something: leftovers carry names that it passes over. */
function isVisible(entry: Entry): boolean {
  return entry.kind === 'prefix' || passOver(entry, new Set())?.reason !== 'temporary_name'
}
