import type { FileRecord } from '../../contracts/registry.ts'
import type { StoredObject } from '../../contracts/storage.ts'
import type { Finding } from './finding.ts'

/** Compares what the registry says of a book with the book; undefined when they agree. */
export function compareInput(file: FileRecord, book: StoredObject | undefined): Finding | undefined {
  const common = { publisher: file.publisher, key: file.key }
  if (book === undefined) {
    if (file.status !== 'pending') return undefined // what is finished may be cleared away
    return { ...common, kind: 'missing_input', detail: 'due, and not there any more', repair: 'none' }
  }
  // While a version is worked on, another one waits its turn.
  if (file.version === book.version || file.status === 'processing') return undefined
  const detail = `${file.status} at another version (${file.sizeBytes} bytes, now ${book.sizeBytes})`
  return { ...common, kind: 'changed_input', detail, repair: 'record' }
}
