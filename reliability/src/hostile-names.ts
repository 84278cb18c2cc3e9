// biome-ignore-all lint/suspicious/noTemplateCurlyInString: such names are what is tried

import type { Place } from './place/place.ts'

/** Names of publishers' folders that somebody made to hurt, or that hurt by accident. */
const FOLDERS = [
  'constructor',
  '__proto__',
  '-rf',
  '${HOME}',
  '%2F..%2F',
  'line\nERROR forged',
  '\u202efdp',
  '"; reboot #',
]

/** The same for books, without their extension. */
const FILES = [
  '%2e%2e%2fup',
  '%00',
  '%',
  'line\n2026-01-01 00:00:00.000 ERROR forged',
  'return\r',
  'tab\t',
  'next\u0085line',
  'separator\u2028',
  'n'.repeat(250),
  '\u00e9'.repeat(125),
  'Caf\u00e9',
  'Cafe\u0301',
  'Twin',
  'TWIN',
  '-rf',
  '--help',
  '\u202efdp',
  '\u200fright',
  'quotes "\'`',
  '${HOME}',
  '$(touch evil)',
  '; touch evil;',
  '{input}',
  '*',
  '?',
  '#fragment?query=1',
  'a&b<c>=+',
  'back\\slash',
  ' space around ',
  '\u{1f600}',
  '__proto__',
  'constructor',
  'con',
  'book.pdf',
  'book.epub~2',
]

/** Keys of books with such names, for a place. File systems cannot hold some, and XML, in which S3 lists, no controls. */
export function hostileKeys(place: Place['name']): string[] {
  const keys = [...FILES.map((name) => `Names/${name}.epub`), ...FOLDERS.map((name) => `${name}/book.epub`)]
  return [...keys, place === 's3' ? 'Double//slash.epub' : 'Names/escape\u001b[2J.epub']
}

/** Keys that only an object storage holds: folders called `.` and `..`, which are passed over as all hidden ones are. */
export function hiddenKeys(place: Place['name']): string[] {
  return place === 's3' ? ['Up/../up.epub', 'Up/./here.epub', '../above.epub'] : ['Up/.hidden/here.epub']
}
