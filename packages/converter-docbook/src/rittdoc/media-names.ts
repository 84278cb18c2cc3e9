import { extname } from 'node:path'
import type { MediaFile } from '../tree/book.ts'

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/svg+xml': '.svg',
  'image/webp': '.webp',
  'image/tiff': '.tif',
  'image/bmp': '.bmp',
  'application/mathml+xml': '.mml',
}

/** Names longer than this are cut; consumers keep them in databases and paths. */
const LONGEST_STEM = 60

/**
 * A file name in the package for every media file, by its name in the tree: safe characters, unique whatever the case,
 * derived from the name in the source, the same for the same book.
 */
export function mediaNames(media: readonly MediaFile[], taken: readonly string[]): Map<string, string> {
  const used = new Set(taken.map((name) => name.toLowerCase()))
  const names = new Map<string, string>()
  const numbers = new Map<string, number>() // where counting goes on: many pictures have one name
  for (const file of media) {
    const extension = (EXTENSIONS[file.mediaType] ?? extname(file.filename)).toLowerCase().replace(/[^.a-z0-9]/g, '')
    const original = file.filename.slice(0, file.filename.length - extname(file.filename).length)
    const stem =
      original
        .normalize('NFKD')
        .replace(/[^A-Za-z0-9._-]+/g, '_')
        .replace(/^[._-]+|[._-]+$/g, '')
        .slice(0, LONGEST_STEM) || 'image'
    let name = stem + extension
    const first = name.toLowerCase()
    for (let n = numbers.get(first) ?? 2; used.has(name.toLowerCase()); n++) {
      name = `${stem}-${n}${extension}`
      numbers.set(first, n)
    }
    used.add(name.toLowerCase())
    names.set(file.name, name)
  }
  return names
}
