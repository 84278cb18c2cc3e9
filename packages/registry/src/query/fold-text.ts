/** Text as two people who type it alike see it: in any case, composed or not. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
