import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import picomatch from 'picomatch'
import { ConvertError } from '../errors.ts'

/** What counts as a result, and what as a failure, among the files that a program left. */
export interface OutputPatterns {
  /** In order of preference. */
  readonly outputPatterns: readonly string[]
  /** A file that matches one of these means that the conversion failed. */
  readonly failurePatterns: readonly string[]
}

/** Names listed in one error. */
const NAMED_FILES = 10

/**
 * The one file that is the program's result: the only match of the first pattern that matches anything.
 * @throws ConvertError `input` (reason `reported_failure`) when a failure pattern matches and no result is there;
 *   `invalid_output` when nothing, several files, or an empty file match
 */
export async function chooseOutput(folder: string, patterns: OutputPatterns): Promise<string> {
  const files = await filesIn(folder)
  const isFailure = matcher(patterns.failurePatterns)
  for (const pattern of patterns.outputPatterns) {
    const results = files.filter(matcher([pattern])).filter((file) => !isFailure(file))
    if (results.length > 1) throw ambiguous(pattern, results)
    const [result] = results
    if (result !== undefined) return expectContent(folder, result)
  }
  throw nothingFound(files, patterns)
}

function matcher(patterns: readonly string[]): (file: string) => boolean {
  const matchers = patterns.map((pattern) => picomatch(pattern))
  return (file) => matchers.some((matches) => matches(file))
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  return files.sort()
}

async function expectContent(folder: string, file: string): Promise<string> {
  const path = join(folder, file)
  if ((await stat(path)).size > 0) return path
  throw new ConvertError('invalid_output', `The program's result ${file} is empty`)
}

function ambiguous(pattern: string, results: readonly string[]): ConvertError {
  return new ConvertError(
    'invalid_output',
    `Several files match the output pattern ${pattern}: ${list(results)}. Make output_patterns more precise`,
  )
}

function nothingFound(files: readonly string[], { outputPatterns, failurePatterns }: OutputPatterns): ConvertError {
  const failure = files.find(matcher(failurePatterns))
  if (failure !== undefined) {
    const message = `The program reports a failure: it left ${failure}`
    return new ConvertError('input', message, { reason: 'reported_failure' })
  }
  const found = files.length === 0 ? 'it left no files' : `it left ${list(files)}`
  return new ConvertError(
    'invalid_output',
    `The program left nothing that matches ${outputPatterns.join(', ')}: ${found}`,
  )
}

function list(files: readonly string[]): string {
  const more = files.length > NAMED_FILES ? ` and ${files.length - NAMED_FILES} more` : ''
  return files.slice(0, NAMED_FILES).join(', ') + more
}
