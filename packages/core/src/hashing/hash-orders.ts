import type { FileDigests, HashedFile } from './file-hasher.ts'

/** What the hashing thread is told about a file; `id` is its number between the two threads. */
export type HashOrder =
  | { readonly kind: 'begin'; readonly id: number; readonly file: HashedFile }
  | { readonly kind: 'follow'; readonly id: number; readonly upTo: number }
  | HashRequest

/** Orders that are answered, once and in any case. */
export type HashRequest =
  /** Nothing of the file is read after the answer. */
  | { readonly kind: 'digest' | 'drop'; readonly id: number }
  | { readonly kind: 'place'; readonly id: number; readonly file: PlacedFile }
  | { readonly kind: 'read'; readonly id: number; readonly file: ReadFile }

/** What the answer to a request holds. */
export interface HashResults {
  readonly digest: FileDigests | undefined
  readonly drop: undefined
  readonly place: PlacedDigest | undefined
  readonly read: ReadBytes | undefined
}

/** A small file that is to be written where it belongs. */
export interface PlacedFile {
  /** All that will be in it. Copied on the way to the thread unless they lie in a shared block. */
  readonly bytes: Uint8Array
  /** Where it is written first, beside its path. Nothing is there. */
  readonly temporary: string
  /** What is there is replaced. */
  readonly path: string
  /** The MD5 without which it does not get there, in hexadecimal. */
  readonly md5: string | undefined
}

/** Of a file that is where it belongs. */
export interface PlacedDigest {
  /** In hexadecimal. */
  readonly sha256: string
}

/** A small file that is to be read. */
export interface ReadFile {
  readonly path: string
  /** A shared block, to which its bytes go. */
  readonly block: Uint8Array
  readonly withMd5: boolean
}

/** Of a file that was read. */
export interface ReadBytes {
  /** How many bytes of the block are the file. */
  readonly length: number
  /** In hexadecimal. Undefined when it was not asked for. */
  readonly md5: string | undefined
}

/** The answer to a request. */
export interface HashAnswer {
  readonly id: number
  readonly result?: HashResults[keyof HashResults]
  /** Why there is none. */
  readonly problem?: string | undefined
  /** Of the system's error. */
  readonly code?: string | undefined
}
