import { encryptedBook } from '../archive/archive-error.ts'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { decodePercent } from '../href.ts'
import { readDocument } from '../read-document.ts'
import { attribute, descendants, type XmlElement } from '../xml/element.ts'

const FONT_OBFUSCATION = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC'])

/**
 * Refuses a book with protected content. Obfuscated fonts are no obstacle: fonts are not part of a package.
 * @throws ConvertError `input`, reason `encrypted`
 */
export async function refuseEncryption(archive: EpubArchive): Promise<void> {
  const name = archive.find('META-INF/encryption.xml')
  if (name === undefined) return
  const root = await readDocument(archive, name, () => {})
  for (const data of descendants(root)) {
    if (data.name !== 'encrypteddata') continue
    const { algorithm, file } = describe(data)
    if (FONT_OBFUSCATION.has(algorithm) || /\.(otf|ttf|ttc|woff2?|eot)$/i.test(file)) continue
    const scheme = archive.find('META-INF/rights.xml') === undefined ? '' : ' under a rights management scheme'
    throw encryptedBook(`The book is encrypted${scheme}: its file ${file || '(unnamed)'} cannot be read`)
  }
}

function describe(data: XmlElement): { algorithm: string; file: string } {
  let algorithm = ''
  let file = ''
  for (const element of descendants(data)) {
    if (element.name === 'encryptionmethod') algorithm ||= attribute(element, 'Algorithm') ?? ''
    if (element.name === 'cipherreference') file = decodePercent(attribute(element, 'URI') ?? '')
  }
  return { algorithm, file }
}
