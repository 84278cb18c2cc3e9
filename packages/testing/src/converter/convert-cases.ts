import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { checkPackage, isBatchError } from '@rittdoc-batch/core'
import type { CaseGroup } from '../suite/define-suite.ts'
import { skip } from '../suite/runner.ts'
import type { ConverterBench } from './converter-bench.ts'

/** What the Converter contract promises under "convert". */
export const convertCases: CaseGroup<ConverterBench> = {
  title: 'convert',
  cases: {
    'has an id of name and version': async ({ subject }) => {
      assert.match(subject.converter.id, /^[^@\s]+@[^@\s]+$/)
    },

    'can run here': async ({ subject }) => {
      await subject.converter.check?.()
    },

    'accepts a good book': async (bench) => {
      const { file } = await bench.job(bench.subject.good)
      assert.equal(bench.subject.converter.accepts?.(file) ?? true, true)
    },

    'makes of a good book the package that it promises': async (bench) => {
      const { output } = await bench.convert(bench.subject.good)
      const { entries } = await checkPackage(output, { produces: bench.subject.converter.produces })
      assert.ok(entries > 0)
    },

    'writes nothing but the package outside its work folder, and leaves the book as it was': async (bench) => {
      const before = await readFile(bench.subject.good.path)
      await bench.convert(bench.subject.good)
      assert.deepEqual((await bench.leftOutside()).sort(), [
        `input/${basename(bench.subject.good.path)}`,
        'output/package.zip',
      ])
      assert.ok(before.equals(await readFile(bench.subject.good.path)))
    },

    'gives the same bytes for the same book': async (bench) => {
      if (bench.subject.isDeterministic === false) skip('the converter is declared not to be deterministic')
      const [one, two] = [await bench.convert(bench.subject.good), await bench.convert(bench.subject.good)]
      assert.ok((await readFile(one.output)).equals(await readFile(two.output)))
    },

    'gives warnings and metrics as plain data': async (bench) => {
      const { result } = await bench.convert(bench.subject.good)
      assert.deepEqual(JSON.parse(JSON.stringify(result)), structuredClone(result))
      for (const { code, message } of result.warnings ?? []) {
        assert.match(code, /^[a-z][a-z0-9_]*$/)
        assert.notEqual(message, '')
      }
    },

    'tells progress from 0 to 1, never backwards': async (bench) => {
      const { progress } = await bench.convert(bench.subject.good)
      assert.ok(progress.every((fraction) => fraction >= 0 && fraction <= 1))
      assert.deepEqual(
        progress,
        progress.toSorted((a, b) => a - b),
      )
    },

    'rejects bad books with the right code, and leaves no package': async (bench) => {
      const bad = bench.subject.bad ?? []
      if (bad.length === 0) skip('no bad books are given')
      for (const book of bad) {
        const error: unknown = await bench.convert(book).then(
          () => assert.fail(`Expected ${book.path} to be refused`),
          (thrown) => thrown,
        )
        assert.ok(isBatchError(error), `Expected a ConvertError for ${book.path}, got ${error}`)
        assert.equal(error.code, book.code ?? 'input')
        assert.notEqual(error.message, '')
        assert.deepEqual(await bench.leftOutside(), [`input/${basename(book.path)}`])
      }
    },

    'converts several books at the same time': async (bench) => {
      const outputs = await Promise.all([1, 2, 3].map(async () => (await bench.convert(bench.subject.good)).output))
      for (const output of outputs) await checkPackage(output, { produces: bench.subject.converter.produces })
    },
  },
}
