import { lstat, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import picomatch from 'picomatch'
import { ConvertError } from '../errors.ts'

/** Files named in one error. */
const NAMED_FILES = 10

/** The files that a program left in a folder, by their paths relative to it. */
export class LeftFiles {
  readonly #folder: string
  readonly #files: readonly string[]

  private constructor(folder: string, files: readonly string[]) {
    this.#folder = folder
    this.#files = files
  }

  /** Looks into the folder, and below it if a pattern has a slash. Links and anything else that is no file is left out. */
  static async in(folder: string, patterns: readonly string[]): Promise<LeftFiles> {
    const recursive = patterns.some((pattern) => pattern.includes('/'))
    const entries = await readdir(folder, { recursive, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return new LeftFiles(folder, files.map((file) => relative(folder, file)).sort())
  }

  /** The first file that means failure. */
  findFailure(patterns: readonly string[]): string | undefined {
    return patterns.flatMap((pattern) => this.#matching(pattern))[0]
  }

  /**
   * The path of the one file that is the program's result: the only match of the first pattern that matches anything.
   * @throws ConvertError `invalid_output` when nothing, several files, or an empty file match
   */
  async chooseResult(patterns: readonly string[]): Promise<string> {
    for (const pattern of patterns) {
      const [result, ...others] = this.#matching(pattern)
      if (result === undefined) continue
      if (others.length > 0) throw ambiguous(pattern, [result, ...others])
      await expectContent(join(this.#folder, result), result)
      return join(this.#folder, result)
    }
    const found = this.#files.length === 0 ? 'it left no files' : `it left ${list(this.#files)}`
    throw new ConvertError('invalid_output', `The program left nothing that matches ${patterns.join(', ')}: ${found}`)
  }

  #matching(pattern: string): readonly string[] {
    const matches = picomatch(pattern)
    return this.#files.filter((file) => matches(file))
  }
}

/** @throws ConvertError `invalid_output` when the result is not a file with content */
export async function expectContent(path: string, name: string): Promise<void> {
  const info = await lstat(path)
  if (!info.isFile()) throw new ConvertError('invalid_output', `The program's result ${name} is not a file`)
  if (info.size === 0) throw new ConvertError('invalid_output', `The program's result ${name} is empty`)
}

function ambiguous(pattern: string, results: readonly string[]): ConvertError {
  return new ConvertError(
    'invalid_output',
    `Several files match the output pattern ${pattern}: ${list(results)}. Make output_patterns more precise`,
    { reason: 'invalid' },
  )
}

function list(files: readonly string[]): string {
  const more = files.length > NAMED_FILES ? ` and ${files.length - NAMED_FILES} more` : ''
  return files.slice(0, NAMED_FILES).join(', ') + more
}
