const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Everything that XML 1.0 does not allow, lone surrogates included. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/** Text as it stands between tags or in an attribute; characters that XML cannot hold are left out. */
export function escapeXml(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
}

/** Attribute values keep their line ends and tabs only as references. */
export function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
