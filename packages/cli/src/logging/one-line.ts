/** Text without line ends and other control characters, so that one event is one line, whatever names hold. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}|[\u2028\u2029]/gu, (character) => {
    const code = character.charCodeAt(0)
    if (character === '\n') return '\\n'
    if (character === '\r') return '\\r'
    return character === '\t' ? '\\t' : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
