import type { Storage } from '@rittdoc-batch/core'

/** A storage to be tested, with what the suite needs beside it. Made anew for each test. */
export interface StorageSubject {
  /** Need not be open. The suite opens and closes it. */
  readonly storage: Storage
  /** Where this test may write: nothing lies there yet. Ends in `/`, or is empty when the whole storage is its own. */
  readonly prefix: string
  /** Writes an object as somebody else does, past the adapter. @default the adapter's own upload */
  put?(key: string, bytes: Buffer): Promise<void>
  /** Makes an empty folder as people's tools do: a directory, or a marker object. Absent: its tests are skipped. */
  makeFolder?(prefix: string): Promise<void>
  /**
   * Leaves behind what a process leaves that is killed during an upload to this key. Absent where the adapter's uploads
   * leave nothing; the tests of `sweep` that need it are then skipped.
   */
  leaveLeftover?(key: string): Promise<void>
  /** The same adapter, pointed where nothing answers (closed port, missing root). Absent: its tests are skipped. */
  unreachable?(): Storage
  /** User names, passwords and keys that may show nowhere. @default [] */
  readonly secrets?: readonly string[]
  /** Why the place takes the NFC and NFD forms of a name for one (some file systems do). Absent: it keeps them apart. */
  readonly mergesUnicodeForms?: string
  /**
   * Two writes of the same size closer together than this may get the same version, in milliseconds: 1000 where the
   * version holds a time in whole seconds. @default 0
   */
  readonly versionStepMs?: number
  /** Entries that the adapter asks for at once. A small one makes the suite faster. @default 1000 */
  readonly pageSize?: number
  /** Larger than the size from which the adapter transfers in another way (multipart). @default 6 MiB */
  readonly largeSizeBytes?: number
  /** Takes down what was made. Called once, also when the test failed. */
  cleanup?(): Promise<void>
}
