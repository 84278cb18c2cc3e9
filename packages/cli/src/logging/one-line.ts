/**
 * Text without line ends, other control characters and marks that turn the direction of writing, so that one event is
 * one line and shows in its order, whatever names hold.
 */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}|[\u2028\u2029]|\p{Bidi_Control}/gu, (character) => {
    const code = character.charCodeAt(0)
    if (character === '\n') return '\\n'
    if (character === '\r') return '\\r'
    return character === '\t' ? '\\t' : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
