import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { isBatchError } from '@rittdoc-batch/core'
import type { CaseGroup } from '../suite/define-suite.ts'
import { skip } from '../suite/runner.ts'
import type { ConverterBench } from './converter-bench.ts'
import type { TestBook } from './subject.ts'

/** How long a stopped conversion may take to end, in milliseconds. */
const PATIENCE_MS = 15_000

/** What the Converter contract promises under "being stopped". */
export const stopCases: CaseGroup<ConverterBench> = {
  title: 'being stopped',
  cases: {
    'does not begin when it is aborted already': async (bench) => {
      await expectEnd(bench, bench.subject.good, { signal: AbortSignal.abort() })
    },

    'ends at its time limit with a timeout, and leaves no process and no package': async (bench) => {
      const error = await expectEnd(bench, slowBook(bench), { timeoutMs: 300 })
      assert.ok(isBatchError(error) && error.code === 'timeout', `Expected a timeout, got ${error}`)
    },

    'ends when it is aborted, and leaves no process and no package': async (bench) => {
      const controller = new AbortController()
      const book = slowBook(bench)
      setTimeout(() => controller.abort(), 300)
      await expectEnd(bench, book, { signal: controller.signal })
    },
  },
}

function slowBook({ subject }: ConverterBench): TestBook {
  return subject.slow ?? skip('no slow book is given')
}

/** The conversion must reject soon, without leaving anything behind. */
async function expectEnd(bench: ConverterBench, book: TestBook, more: object): Promise<unknown> {
  const before = children()
  const started = performance.now()
  const error: unknown = await bench.convert(book, more).then(
    () => assert.fail('Expected the conversion to be stopped'),
    (thrown) => thrown,
  )
  assert.ok(performance.now() - started < PATIENCE_MS, 'Expected a stopped conversion to end soon')
  assert.deepEqual(await bench.leftOutside(), [`input/${basename(book.path)}`])
  assert.deepEqual(
    children().filter((pid) => !before.includes(pid)),
    [],
    'Expected no process to be left',
  )
  return error
}

/** Living children of this process; empty where /proc does not tell. */
function children(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && isChild(pid))
  } catch {
    return []
  }
}

function isChild(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(parent) === process.pid && state !== 'Z'
  } catch {
    return false
  }
}
