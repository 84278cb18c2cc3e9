/** How much a book may ask of this machine before it counts as an attack. All sizes are bytes after unpacking. */
export const LIMITS = {
  /** Largest number of files in the zip. */
  entries: 65_536,
  /** Everything together. */
  totalBytes: 4 * 1024 ** 3,
  /** One file. */
  entryBytes: 1024 ** 3,
  /** One file that is read as text (XHTML, OPF, NCX). */
  textBytes: 128 * 1024 ** 2,
  /** A file larger than `ratioFromBytes` may not be packed tighter than this. */
  ratio: 300,
  ratioFromBytes: 8 * 1024 ** 2,
  /** Elements of one document: each takes some hundred bytes, however short it is written. */
  elements: 500_000,
  /** Elements that are open at the same time where a document is read as a browser would. */
  openElements: 30_000,
  /** Characters that the entities which a document declares may stand for, all together. */
  entityCharacters: 4 * 1024 ** 2,
  /** Deepest nesting of elements in a document; what is deeper gives its text only. */
  elementDepth: 400,
} as const
