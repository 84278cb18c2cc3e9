/** What stands before the text of a list item. */
export interface ListMarker {
  /** The marker with the space after it. */
  readonly text: string
  /** Absent for bullets. */
  readonly number?: number | undefined
}

const BULLET = /^\s*[•▪◦‣∙●○■□▶►◆❖❑❒✓✔➔➢➤\u2043\uF0B7\uF0A7·]\s*/u
const DASH = /^\s*[–—*-]\s+(?=\S)/u
const NUMBER = /^\s*[([]?(\d{1,3})[.)\]]\s+(?=\S)/u

/** The marker with which a line begins, when it begins a list item. */
export function listMarker(text: string): ListMarker | undefined {
  const bullet = text.match(BULLET) ?? text.match(DASH)
  if (bullet !== null) return { text: bullet[0] }
  const number = text.match(NUMBER)
  return number === null ? undefined : { text: number[0], number: Number(number[1]) }
}
