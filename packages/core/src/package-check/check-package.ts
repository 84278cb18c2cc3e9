import { open } from 'node:fs/promises'
import type { CallOptions } from '../contracts/storage.ts'
import { type BatchErrorOptions, ConvertError, isBatchError, toError } from '../errors.ts'
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
 * @throws ConvertError `invalid_output` naming what is wrong, with reason `invalid` when the zip is whole; `transient` when
 *   the file cannot be read; the reason of `signal` when it aborts
 */
export async function checkPackage(path: string, options: PackageCheckOptions): Promise<PackageSummary> {
  const { signal, limits, produces } = options
  const problems = new Problems()
  let summary: PackageSummary = { entries: 0, unpackedBytes: 0 }
  try {
    const otherThing = await whyNoZip(path)
    if (otherThing !== undefined) throw notValid(path, otherThing)
    summary = await readEntries(path, { limits, problems, signal })
    if (summary.entries === 0) problems.add('it holds no files')
    if (problems.count === 0 && produces === 'rittdoc') await checkBookXml(path, { problems, signal })
  } catch (error) {
    signal?.throwIfAborted()
    if (isSystemError(error)) throw unreadable(path, toError(error))
    if (isBatchError(error)) throw error
    if (!(error instanceof EnoughProblems)) throw broken(path, problems, toError(error))
  }
  if (problems.count > 0) throw notValid(path, problems.toString(), { reason: 'invalid' })
  return summary
}

/** What a file is that is no zip. A page of HTML under the name of a zip is a converter's way to say that it failed. */
async function whyNoZip(path: string): Promise<string | undefined> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    const head = buffer.subarray(0, bytesRead)
    if (bytesRead === 0) return 'it is empty'
    return head.subarray(0, 2).toString('latin1') === 'PK' ? undefined : `it is no zip: ${looksLike(head)}`
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

/** @param error what made reading stop, as the last reason: half a zip, most of the time */
function broken(path: string, problems: Problems, error: Error): ConvertError {
  const reasons = [problems.toString(), error.message].filter(Boolean).join('; ')
  return notValid(path, reasons, { cause: error })
}

function notValid(path: string, reasons: string, options: BatchErrorOptions = {}): ConvertError {
  return new ConvertError('invalid_output', `The package ${nameOf(path)} is not valid: ${reasons}`, options)
}

function unreadable(path: string, cause: Error): ConvertError {
  return new ConvertError('transient', `Could not read the package ${nameOf(path)}: ${cause.message}`, { cause })
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
