import { open } from 'node:fs/promises'
import type { CallOptions } from '../contracts/storage.ts'
import { ConvertError, toError } from '../errors.ts'
import { checkBookXml } from './check-book-xml.ts'
import { type PackageLimits, ZipWalk } from './zip-walk.ts'

/** What a package must be, and how much of it is read at the most. */
export interface PackageCheckOptions extends CallOptions {
  /** `rittdoc`: a well-formed `Book.XML` with all its fragments. `zip`: any sound, non-empty zip. */
  readonly produces: 'rittdoc' | 'zip'
  readonly limits?: Partial<PackageLimits> | undefined
}

/** What was found in a sound package. */
export interface PackageSummary {
  readonly entries: number
  /** Unpacked size in bytes, counted while reading. */
  readonly unpackedBytes: number
}

/** Problems named in one error. */
const NAMED_PROBLEMS = 5

/**
 * Opens a converter's package and reads all of it: every entry must unpack to the announced size and checksum, under a
 * safe and unique name, within the limits; a RittDoc package must hold a well-formed book. Memory stays flat.
 * @throws ConvertError `invalid_output` naming what is wrong
 */
export async function checkPackage(path: string, options: PackageCheckOptions): Promise<PackageSummary> {
  await expectZip(path)
  const problems: string[] = []
  const walk = new ZipWalk(path, options)
  const summary = await walk.readAll(problems).catch((error: unknown) => {
    if (options.signal?.aborted) throw options.signal.reason
    throw invalid(path, [toError(error).message], error)
  })
  if (summary.entries === 0) problems.push('it holds no files')
  if (problems.length === 0 && options.produces === 'rittdoc') problems.push(...(await checkBookXml(walk)))
  if (problems.length > 0) throw invalid(path, problems)
  return summary
}

/** A page of HTML under the name of a zip is a converter's way to say that it failed. */
async function expectZip(path: string): Promise<void> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    const head = buffer.subarray(0, bytesRead)
    if (bytesRead === 0) throw invalid(path, ['it is empty'])
    if (head.subarray(0, 2).toString('latin1') === 'PK') return
    const text = head.toString('latin1').trimStart().slice(0, 60)
    throw invalid(path, [
      `it is no zip: ${/^<(!doctype html|html)/i.test(text) ? 'an HTML page' : `begins with ${JSON.stringify(text)}`}`,
    ])
  } finally {
    await file.close()
  }
}

function invalid(path: string, problems: readonly string[], cause?: unknown): ConvertError {
  const named = problems.slice(0, NAMED_PROBLEMS).join('; ')
  const more = problems.length > NAMED_PROBLEMS ? `; and ${problems.length - NAMED_PROBLEMS} more` : ''
  const name = path.slice(path.lastIndexOf('/') + 1)
  return new ConvertError('invalid_output', `The package ${name} is not valid: ${named}${more}`, { cause })
}
