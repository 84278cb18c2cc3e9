import type { ConvertWarning } from '@rittdoc-batch/core'
import { corruptBook } from '../archive/archive-error.ts'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { decodePercent } from '../href.ts'
import { readDocument } from '../read-document.ts'
import { attribute, descendants } from '../xml/element.ts'

const CONTAINER = 'META-INF/container.xml'

/**
 * Where the package document is: as `META-INF/container.xml` says, else the only `.opf` file there is.
 * @throws ConvertError `input` when there is none
 */
export async function findPackageDocument(
  archive: EpubArchive,
  warn: (warning: ConvertWarning) => void,
): Promise<string> {
  const container = archive.find(CONTAINER)
  if (container !== undefined) {
    const root = await readDocument(archive, container, warn)
    const files = [...descendants(root)].filter((element) => element.name === 'rootfile')
    const named = files.map((file) => decodePercent(attribute(file, 'full-path') ?? '').replace(/^\/+/, ''))
    const found = named.map((name) => archive.find(name)).find((name) => name !== undefined)
    if (found !== undefined) return found
  }
  const guesses = [...archive.names()].filter((name) => /\.opf$/i.test(name)).sort((a, b) => a.length - b.length)
  const guess = guesses[0]
  if (guess === undefined) throw corruptBook('The zip is no ePub: it has no package document (.opf)')
  warn({ code: 'container_missing', message: `No usable ${CONTAINER}; took ${guess}.`, place: CONTAINER })
  return guess
}

/** Warns when the file that marks a zip as an ePub is missing or says something else. */
export async function checkMimetype(archive: EpubArchive, warn: (warning: ConvertWarning) => void): Promise<void> {
  const name = archive.find('mimetype')
  const type = name === undefined ? undefined : (await archive.read(name)).toString('latin1').trim()
  if (type === 'application/epub+zip') return
  const message =
    type === undefined
      ? 'The file `mimetype` is missing.'
      : `The file \`mimetype\` says ${JSON.stringify(type.slice(0, 80))}.`
  warn({ code: 'wrong_mimetype', message, place: 'mimetype' })
}
