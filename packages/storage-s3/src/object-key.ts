import { StorageError } from '@rittdoc-batch/core'

/** Longest key of the protocol. */
const MOST_BYTES = 1024

/** @throws StorageError `unsupported` when no object can have this key */
export function expectKey(key: string): void {
  const problem =
    key === ''
      ? 'it is empty'
      : !key.isWellFormed()
        ? 'it is not valid Unicode'
        : Buffer.byteLength(key) > MOST_BYTES
          ? `it is longer than ${MOST_BYTES} bytes`
          : undefined
  if (problem === undefined) return
  throw new StorageError('unsupported', `Could not use the key ${JSON.stringify(key.slice(0, 200))}: ${problem}`, {
    key,
  })
}
