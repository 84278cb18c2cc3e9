import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import type { ConvertJob, ConvertResult } from '@rittdoc-batch/core'
import type { ConverterSubject, TestBook } from './subject.ts'

/** How one conversion went. */
export interface Conversion {
  readonly result: ConvertResult
  readonly output: string
  readonly progress: readonly number[]
}

/** One converter under test, with private folders as the engine makes them. */
export class ConverterBench {
  readonly subject: ConverterSubject
  readonly #folder: string
  #jobs = 0

  private constructor(subject: ConverterSubject, folder: string) {
    this.subject = subject
    this.#folder = folder
  }

  static async open(create: () => Promise<ConverterSubject>): Promise<ConverterBench> {
    return new ConverterBench(await create(), await mkdtemp(join(tmpdir(), 'rittdoc-converter-suite-')))
  }

  async close(): Promise<void> {
    await this.subject.converter.close?.()
    await this.subject.cleanup?.()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Converts a book as the engine does. */
  async convert(book: TestBook, more: Partial<ConvertJob> = {}): Promise<Conversion> {
    const job = await this.job(book, more)
    const progress: number[] = []
    const result = await this.subject.converter.convert({ ...job, progress: (fraction) => progress.push(fraction) })
    return { result, output: job.output, progress }
  }

  /** A job on a copy of the book in a folder of its own. */
  async job({ path, format }: TestBook, more: Partial<ConvertJob> = {}): Promise<ConvertJob> {
    const folder = join(this.#folder, `job-${this.#jobs++}`)
    for (const part of ['input', 'work', 'output']) await mkdir(join(folder, part), { recursive: true, mode: 0o700 })
    const filename = basename(path)
    const input = join(folder, 'input', filename)
    await copyFile(path, input)
    return {
      input,
      workDir: join(folder, 'work'),
      output: join(folder, 'output', 'package.zip'),
      file: {
        publisher: 'Test',
        key: `Test/${filename}`,
        filename,
        format: format ?? extname(filename).toLowerCase(),
        sizeBytes: 1,
      },
      attempt: 1,
      options: {},
      timeoutMs: 120_000,
      log: () => {},
      progress: () => {},
      ...more,
    }
  }

  /** What lies outside the work folder of the last job: its input, and its output if there is one. */
  async leftOutside(): Promise<string[]> {
    const folder = join(this.#folder, `job-${this.#jobs - 1}`)
    const parts = await Promise.all(
      ['input', 'output'].map(async (part) => (await readdir(join(folder, part))).map((name) => `${part}/${name}`)),
    )
    return [...(await readdir(folder)).filter((name) => !['input', 'work', 'output'].includes(name)), ...parts.flat()]
  }
}
