import type { ConvertWarning } from '@rittdoc-batch/core'
import { encryptedBook } from '../archive/archive-error.ts'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { decodePercent } from '../href.ts'
import { readDocument } from '../read-document.ts'
import { attribute, descendants, type XmlElement } from '../xml/element.ts'
import type { Opf } from './opf.ts'

const FONT_OBFUSCATION = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC'])

/**
 * The files that cannot be read, by their names in the zip. Obfuscated fonts are none of them: fonts are not part of a
 * package.
 * @throws ConvertError `input`, reason `encrypted`, when it is not said which file is meant
 */
export async function readEncryption(archive: EpubArchive): Promise<ReadonlySet<string>> {
  const encrypted = new Set(archive.encryptedNames())
  const name = archive.find('META-INF/encryption.xml')
  if (name === undefined) return encrypted
  const root = await readDocument(archive, name, () => {})
  for (const data of descendants(root)) {
    if (data.name !== 'encrypteddata') continue
    const { algorithm, file } = describe(data)
    if (FONT_OBFUSCATION.has(algorithm) || /\.(otf|ttf|ttc|woff2?|eot)$/i.test(file)) continue
    if (file === '') throw refusal(archive, '(unnamed)')
    const found = archive.find(file)
    if (found !== undefined) encrypted.add(found)
  }
  return encrypted
}

/**
 * Refuses a book whose pages are encrypted; pictures, sound and whatever else is encrypted beside them is left out with a
 * warning.
 * @throws ConvertError `input`, reason `encrypted`
 */
export function leaveOutEncrypted(
  archive: EpubArchive,
  { opf, encrypted, warn }: { opf: Opf; encrypted: ReadonlySet<string>; warn(warning: ConvertWarning): void },
): void {
  const page = opf.spine.find(({ path }) => encrypted.has(archive.find(path) ?? path))
  if (page !== undefined) throw refusal(archive, page.path)
  archive.hide(encrypted)
  for (const place of encrypted)
    warn({ code: 'file_encrypted', message: `${place} is encrypted and was left out.`, place })
}

const RIGHTS = ['META-INF/rights.xml', 'META-INF/license.lcpl', 'META-INF/sinf.xml']

function refusal(archive: EpubArchive, file: string): Error {
  const isManaged = RIGHTS.some((name) => archive.find(name) !== undefined)
  const scheme = isManaged ? ' under a rights management scheme' : ''
  return encryptedBook(`The book is encrypted${scheme}: its file ${file} cannot be read`)
}

function describe(data: XmlElement): { algorithm: string; file: string } {
  let algorithm = ''
  let file = ''
  for (const element of descendants(data)) {
    if (element.name === 'encryptionmethod') algorithm ||= attribute(element, 'Algorithm')?.trim() ?? ''
    if (element.name === 'cipherreference') file = decodePercent(attribute(element, 'URI')?.trim() ?? '')
  }
  return { algorithm, file: file.replace(/^\/+/, '') }
}
