import type { StoredObject } from '../contracts/storage.ts'
import { baseName, parseName } from './file-name.ts'

/** Why a file that lies in a publisher's folder is not taken. */
export type PassOverReason =
  | 'temporary_name' // .part, .filepart, .tmp, ~, or a leading dot: an upload under way, or a hidden file
  | 'unsupported_format' // not one of the configured extensions
  | 'unreadable' // cannot be read as it stands: archived, not UTF-8, a link to nowhere, a name too long to be recorded
  | 'empty' // no bytes
  | 'no_publisher' // lies beside the publishers' folders instead of in one
  | 'not_accepted' // the converter does not take it

/** A reason, with what a person should know beyond it. */
export interface PassOver {
  readonly reason: PassOverReason
  readonly detail?: string | undefined
}

const TEMPORARY = /^[.~]|~$|\.(part|filepart|tmp|crdownload|download|partial)$/i

/** Whether a name is one that programs give to unfinished or hidden files. */
export function isTemporaryName(filename: string): boolean {
  return TEMPORARY.test(filename)
}

/**
 * Why an object is passed over; undefined when it is a book to take.
 * @param formats extensions in lower case with dot
 * @param maxKeyBytes the longest key that can be recorded, in bytes of UTF-8
 */
export function passOver(
  object: StoredObject,
  formats: ReadonlySet<string>,
  maxKeyBytes = Number.POSITIVE_INFINITY,
): PassOver | undefined {
  const filename = baseName(object.key)
  if (isTemporaryName(filename)) return { reason: 'temporary_name' }
  if (!formats.has(parseName(filename).extension)) return { reason: 'unsupported_format' }
  if (object.unreadable !== undefined) return { reason: 'unreadable', detail: object.unreadable }
  const keyBytes = Buffer.byteLength(object.key)
  if (keyBytes > maxKeyBytes) {
    return {
      reason: 'unreadable',
      detail: `its key has ${keyBytes} bytes, and the registry keeps at most ${maxKeyBytes}`,
    }
  }
  if (object.sizeBytes === 0) return { reason: 'empty' }
  return undefined
}
