import type { SeenFile } from '@rittdoc-batch/core'

/**
 * The order in which files get their output names: those that were recorded earlier and only get theirs now, then by the
 * byte order of their keys, so that the lower key gets its first choice. Listings mostly come in order already.
 */
export function recordOrder(
  files: readonly SeenFile[],
  isRecordedEarlier: (file: SeenFile) => boolean,
): readonly SeenFile[] {
  const isSorted = files.every((file, i) => i === 0 || compareKeys(files[i - 1]?.key ?? '', file.key) <= 0)
  const sorted = isSorted ? files : files.toSorted((a, b) => compareKeys(a.key, b.key))
  if (!sorted.some(isRecordedEarlier)) return sorted
  const { earlier = [], later = [] } = Object.groupBy(sorted, (file) => (isRecordedEarlier(file) ? 'earlier' : 'later'))
  return [...earlier, ...later]
}

/** Puts some of the files back into the order of the input. */
export function inInputOrder(some: readonly SeenFile[], files: readonly SeenFile[]): readonly SeenFile[] {
  if (some.length < 2) return some
  const places = new Map(files.map((file, place) => [file, place]))
  return some.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
}

/** Where two keys differ in two of these, the order of code units is not that of bytes: of surrogates and what follows. */
const HIGH = /[\ud800-\uffff]/

/** UTF-8 byte order. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  if (HIGH.test(a) && HIGH.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return a < b ? -1 : 1
}
