/** What office programs say of where their words for a picture come from, in the languages in which it was seen. */
const ORIGIN =
  /\s*(?:(?:description automatically generated(?: with (?:low|medium|high|very low|very high) confidence)?|ai-generated content may be incorrect|description générée automatiquement|automatisch generierte beschreibung|ki-generierte inhalte können fehlerhaft sein|descripción generada automáticamente|el contenido generado por ia puede ser incorrecto|descrição gerada automaticamente|descrizione generata automaticamente)\.?\s*)+$/i
/** Names of files, also with their folder. */
const FILE = /^\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|avif)$/i

/** The words that stand for a picture, without what programs add to those that they made themselves; undefined where none are left. */
export function pictureWords(written: string | undefined): string | undefined {
  const words = written?.replace(/\s+/g, ' ').replace(ORIGIN, '').trim().replace(/,$/, '')
  return words === '' ? undefined : words
}

/** Whether words for a picture are the name of its file, which tells nobody anything. */
export function isFileName(words: string): boolean {
  return FILE.test(words.trim())
}
