import { parseName } from './file-name.ts'

/**
 * The n-th candidate for the name of a source file's output package, from 0:
 * `book.zip`, `book.pdf.zip`, `book.pdf~2.zip`, `book.pdf~3.zip` …
 * A registry takes the first whose {@link collisionKey} is free in the output storage.
 */
export function outputName(filename: string, n: number): string {
  if (n === 0) return `${parseName(filename).stem}.zip`
  return n === 1 ? `${filename}.zip` : `${filename}~${n}.zip`
}

const ASCII = /^[\0-\x7f]*$/

/**
 * The form under which two output keys count as the same: Unicode NFC, case folded. File systems and people that do
 * not tell case or normal form apart must never see one package overwrite another.
 */
export function collisionKey(outputKey: string): string {
  if (ASCII.test(outputKey)) return outputKey.toLowerCase() // the same, in a fifth of the time
  // First lower, because only a small sharp s becomes two letters in capitals; then up and down, which folds the rest.
  return outputKey.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC')
}
