import type { FileDigests, HashedFile } from './file-hasher.ts'

/** What the hashing thread is told about a file; `id` is its number between the two threads. */
export type HashOrder =
  | { readonly kind: 'begin'; readonly id: number; readonly file: HashedFile }
  | { readonly kind: 'follow'; readonly id: number; readonly upTo: number }
  /** Answered with the digests; nothing of the file is read after the answer. */
  | { readonly kind: 'digest'; readonly id: number }
  /** Answered without digests; nothing of the file is read after the answer. */
  | { readonly kind: 'drop'; readonly id: number }
  /** Answered with the digests of the bytes, when they are in the new file. */
  | { readonly kind: 'write'; readonly id: number; readonly file: WrittenFile }

/** A file that is to be written and hashed. */
export interface WrittenFile {
  readonly path: string
  readonly bytes: Uint8Array
  /** Also its MD5, which some services announce. */
  readonly withMd5: boolean
}

/** The one answer for each file. */
export interface HashAnswer {
  readonly id: number
  readonly digests?: FileDigests | undefined
  /** Why the file could not be hashed or written. */
  readonly problem?: string | undefined
  /** Of the system's error. */
  readonly code?: string | undefined
}
