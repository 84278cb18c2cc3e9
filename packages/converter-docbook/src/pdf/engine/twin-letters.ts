import type { Pdfium, Pointer } from './pdfium-library.ts'

const TEXT = 1
/** Letters that are drawn one by one are no more than this many to an object of the page. */
const MOST_TO_AN_OBJECT = 2
/** Points by which the boxes of the same letter differ. */
const SAME = 0.01
/** The second of two letters stands further to the right than this part of a letter: nearer ones are its shadow. */
const LEAST_STEP = 0.3

/**
 * Letters that the library leaves out, by the objects of the letters before them: how far they stand to the right of those. It takes the
 * second of two same letters for the shadow of the first where letters are drawn one by one and the two overlap much, as in `effort` in
 * italics.
 */
export function lostTwins(pdfium: Pdfium, page: Pointer, text: Pointer): ReadonlyMap<Pointer, number> {
  const { call } = pdfium
  const letters = call._FPDFText_CountChars(text)
  const count = call._FPDFPage_CountObjects(page)
  if (count * MOST_TO_AN_OBJECT < letters) return new Map()
  const twins = twinsAmong(pdfium, page, count)
  if (twins.length === 0) return new Map()
  const told = new Set(Array.from({ length: letters }, (_, i) => call._FPDFText_GetTextObject(text, i)))
  return new Map(twins.filter(({ second }) => !told.has(second)).map(({ first, step }) => [first, step]))
}

interface Twins {
  readonly first: Pointer
  readonly second: Pointer
  readonly step: number
}

/** Pairs of letters that look the same and are drawn one after the other, on one line. */
function twinsAmong(pdfium: Pdfium, page: Pointer, count: number): Twins[] {
  const { call } = pdfium
  const twins: Twins[] = []
  let last: { object: Pointer; box: TextBox } | undefined
  for (let i = 0; i < count; i++) {
    const object = call._FPDFPage_GetObject(page, i)
    if (object === 0 || call._FPDFPageObj_GetType(object) !== TEXT) continue
    const box = boxOf(pdfium, object)
    if (last !== undefined && box !== undefined && areTwins(last.box, box)) {
      twins.push({ first: last.object, second: object, step: box.left - last.box.left })
    }
    last = box && { object, box }
  }
  return twins
}

interface TextBox {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
  readonly font: Pointer
}

function boxOf(pdfium: Pdfium, object: Pointer): TextBox | undefined {
  const { call, scratch } = pdfium
  if (!call._FPDFPageObj_GetBounds(object, scratch, scratch + 4, scratch + 8, scratch + 12)) return undefined
  const [left = 0, bottom = 0, right = 0, top = 0] = pdfium.floats(scratch, 4)
  return { left, bottom, right, top, font: call._FPDFTextObj_GetFont(object) }
}

function areTwins(one: TextBox, other: TextBox): boolean {
  const [width, step] = [one.right - one.left, other.left - one.left]
  return (
    one.font === other.font &&
    Math.abs(one.bottom - other.bottom) < SAME &&
    Math.abs(one.top - other.top) < SAME &&
    Math.abs(other.right - one.right - step) < SAME &&
    step > LEAST_STEP * width &&
    step < width
  )
}
