import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import {
  CommandConverter,
  ConvertError,
  type Converter,
  type ConvertJob,
  type ConvertResult,
} from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { describeConverter, type Runner } from '../src/index.ts'
import { runSuite } from './support/collecting-runner.ts'

/** Copies a package that is there, unless the book says something else. */
const SCRIPT = `#!/bin/bash
case "$(cat "$1")" in
  bad) echo "this book is bad" >&2; exit 9 ;;
  slow) sleep 100 ;;
esac
cp "$(dirname "$0")/ready.zip" "$2"
`

async function writeReadyPackage(path: string): Promise<void> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('<book><title>A</title></book>'), 'Book.XML', { mtime: new Date(1980, 0, 1) })
  zip.end()
  await finished(zip.outputStream.pipe(createWriteStream(path)))
}

type Breaker = (real: Converter) => Partial<Converter>

/** Each with one defect. */
const BROKEN: Readonly<Record<string, Breaker>> = {
  'has an id without a version': () => ({ id: 'converter' }),
  'refuses what it converts': () => ({ accepts: () => 'not today' }),
  'leaves no package': () => ({ convert: async () => ({}) }),
  'writes an HTML page as its package': () => ({
    convert: async ({ output }: ConvertJob) => {
      await writeFile(output, '<html>503</html>')
      return {}
    },
  }),
  'gives other bytes each time': (real) => ({
    convert: async (job: ConvertJob) => {
      const result = await real.convert(job)
      await writeFile(job.output, `${performance.now()}`, { flag: 'a' })
      return result
    },
  }),
  'leaves a file beside its package': (real) => ({
    convert: async (job: ConvertJob) => {
      await writeFile(`${job.output}.log`, 'x')
      return real.convert(job)
    },
  }),
  'changes the book': (real) => ({
    convert: async (job: ConvertJob): Promise<ConvertResult> => {
      await writeFile(`${job.input}.bak`, 'x')
      return real.convert(job)
    },
  }),
  'tells progress backwards': (real) => ({
    convert: async (job: ConvertJob) => {
      job.progress(0.9)
      job.progress(0.1)
      return real.convert(job)
    },
  }),
  'says that bad books may work next time': (real) => ({
    convert: (job: ConvertJob) =>
      real.convert(job).catch((error: unknown) => {
        throw error instanceof ConvertError && error.code === 'input'
          ? new ConvertError('transient', error.message)
          : error
      }),
  }),
  'ignores being stopped': (real) => ({ convert: (job: ConvertJob) => real.convert({ ...job, signal: undefined }) }),
}

function declare(breaker: Breaker, runner: Runner): void {
  describeConverter({
    runner,
    name: 'broken',
    async create() {
      const folder = await mkdtemp(join(tmpdir(), 'broken-converter-'))
      const program = join(folder, 'convert.sh')
      await writeFile(program, SCRIPT)
      await chmod(program, 0o755)
      await writeReadyPackage(join(folder, 'ready.zip'))
      for (const name of ['good', 'bad', 'slow']) await writeFile(join(folder, `${name}.epub`), name)
      const real = new CommandConverter({
        command: [program, '{input}', '{output}'],
        id: 'script@1',
        inputErrorExitCodes: [9],
      })
      const broken = breaker(real)
      const converter: Converter = {
        id: broken.id ?? real.id,
        produces: real.produces,
        accepts: broken.accepts ?? real.accepts.bind(real),
        check: real.check.bind(real),
        convert: broken.convert ?? real.convert.bind(real),
      }
      return {
        converter,
        good: { path: join(folder, 'good.epub') },
        bad: [{ path: join(folder, 'bad.epub'), code: 'input' as const }],
        slow: { path: join(folder, 'slow.epub') },
        cleanup: () => rm(folder, { recursive: true, force: true }),
      }
    },
  })
}

test('the suite passes a sound converter', async () => {
  const { failed, passed } = await runSuite((runner) => declare(() => ({}), runner))
  expect(failed).toEqual([])
  expect(passed.length).toBeGreaterThan(10)
}, 60_000)

test.each(Object.entries(BROKEN))(
  'the suite finds a converter that %s',
  async (_, breaker) => {
    const { failed } = await runSuite((runner) => declare(breaker, runner), true)
    expect(failed).toHaveLength(1)
  },
  60_000,
)
