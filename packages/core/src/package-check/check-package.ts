import { open } from 'node:fs/promises'
import type { CallOptions } from '../contracts/storage.ts'
import { ConvertError, toError } from '../errors.ts'
import { checkBookXml } from './check-book-xml.ts'
import { EnoughProblems, Problems } from './problems.ts'
import { isSystemError, type PackageLimits, type PackageSummary, readEntries } from './read-entries.ts'

/** What a package must be, and how much of it is read at the most. */
export interface PackageCheckOptions extends CallOptions {
  /** `rittdoc`: a well-formed `Book.XML` with all its fragments. `zip`: any sound, non-empty zip. */
  readonly produces: 'rittdoc' | 'zip'
  readonly limits?: Partial<PackageLimits> | undefined
}

/**
 * Opens a converter's package and reads all of it: every entry must unpack to the announced size and checksum, under a
 * safe and unique name, within the limits; a RittDoc package must hold a well-formed book. Memory stays flat.
 * @throws ConvertError `invalid_output` naming what is wrong, `transient` when the file cannot be read;
 *   the reason of `signal` when it aborts
 */
export async function checkPackage(path: string, options: PackageCheckOptions): Promise<PackageSummary> {
  const { signal, limits, produces } = options
  const problems = new Problems()
  let summary: PackageSummary = { entries: 0, unpackedBytes: 0 }
  try {
    await expectZip(path, problems)
    summary = await readEntries(path, { limits, problems, signal })
    if (summary.entries === 0) problems.add('it holds no files')
    if (problems.count === 0 && produces === 'rittdoc') await checkBookXml(path, { problems, signal })
  } catch (error) {
    signal?.throwIfAborted()
    if (isSystemError(error)) throw unreadable(path, toError(error))
    if (!(error instanceof EnoughProblems)) throw invalid(path, problems, toError(error))
  }
  if (problems.count > 0) throw invalid(path, problems)
  return summary
}

/** A page of HTML under the name of a zip is a converter's way to say that it failed. */
async function expectZip(path: string, problems: Problems): Promise<void> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    const head = buffer.subarray(0, bytesRead)
    if (bytesRead === 0) problems.stop('it is empty')
    if (head.subarray(0, 2).toString('latin1') !== 'PK') problems.stop(`it is no zip: ${looksLike(head)}`)
  } finally {
    await file.close()
  }
}

function looksLike(head: Buffer): string {
  const text = head
    .toString('latin1')
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart()
  if (/^<(!doctype html|html)/i.test(text)) return 'it is an HTML page'
  if (text.startsWith('%PDF-')) return 'it is a PDF'
  return `it begins with ${JSON.stringify(text.slice(0, 60))}`
}

/** @param error what made reading stop, as the last reason */
function invalid(path: string, problems: Problems, error?: Error): ConvertError {
  const reasons = [problems.toString(), error?.message].filter(Boolean).join('; ')
  return new ConvertError('invalid_output', `The package ${nameOf(path)} is not valid: ${reasons}`, { cause: error })
}

function unreadable(path: string, cause: Error): ConvertError {
  return new ConvertError('transient', `Could not read the package ${nameOf(path)}: ${cause.message}`, { cause })
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
