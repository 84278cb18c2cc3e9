import { IDENTITY, type Matrix, multiply, transform } from './matrix.ts'
import { boxAround, type PageFrame } from './page-frame.ts'
import type { Box, PageImage, PageShape } from './pdf-document.ts'
import { readImage } from './pdfium-image.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'
import type { PdfiumMarks } from './pdfium-marks.ts'
import { PdfiumShapes } from './pdfium-shapes.ts'

const TEXT = 1
const PATH = 2
const IMAGE = 3
const SHADING = 4
const FORM = 5

/** Forms inside of forms, deeper than any program makes them. */
const DEEPEST = 12
/** Objects of one page that are looked at. */
const MOST_OBJECTS = 300_000
/** In points: a shape thinner than this and longer than that is a line. */
const RULE_THICKNESS = 2.5
const RULE_LENGTH = 8

/** What is drawn on a page beside text. */
export interface Drawing {
  readonly images: PageImage[]
  readonly rules: Box[]
  readonly shapes: PageShape[]
  readonly markedAreas: Map<number, Box>
}

/** What places and marks objects. */
interface DrawingSource {
  readonly frame: PageFrame
  readonly marks: PdfiumMarks | undefined
}

/** Walks through the objects of a page and of the forms on it. */
export function readDrawing(pdfium: Pdfium, page: Pointer, { frame, marks }: DrawingSource): Drawing {
  const drawing: Drawing = { images: [], rules: [], shapes: [], markedAreas: new Map() }
  const { call } = pdfium
  const shapes = new PdfiumShapes(pdfium, frame)
  let left = MOST_OBJECTS
  const walk = (count: number, get: (i: number) => Pointer, outer: Matrix, depth: number): void => {
    for (let i = 0; i < count && left > 0; i++, left--) {
      const object = get(i)
      const type = object === 0 ? TEXT : call._FPDFPageObj_GetType(object)
      if (type === PATH) {
        const box = addPath(pdfium, object, { drawing, shapes, matrix: outer, frame })
        if (box !== undefined && marks !== undefined) addArea(drawing, marks.of(object), box)
      } else if (type === IMAGE) {
        const matrix = multiply(matrixOf(pdfium, object), outer)
        const image = readImage(pdfium, object, { matrix, frame, mark: marks?.of(object) })
        if (image !== undefined) drawing.images.push(image)
      } else if (type === FORM && depth < DEEPEST) {
        const inner = multiply(matrixOf(pdfium, object), outer)
        walk(call._FPDFFormObj_CountObjects(object), (k) => call._FPDFFormObj_GetObject(object, k), inner, depth + 1)
      } else if (type === SHADING) {
        const box = boundsOf(pdfium, object, { matrix: outer, frame })
        const seen = box && shapes.clipped(object, box, outer)
        if (seen !== undefined) drawing.shapes.push({ box: seen, kind: 'frame' })
      }
    }
  }
  walk(call._FPDFPage_CountObjects(page), (i) => call._FPDFPage_GetObject(page, i), IDENTITY, 0)
  return drawing
}

function matrixOf(pdfium: Pdfium, object: Pointer): Matrix {
  if (!pdfium.call._FPDFPageObj_GetMatrix(object, pdfium.scratch)) return IDENTITY
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = pdfium.floats(pdfium.scratch, 6)
  return [a, b, c, d, e, f]
}

interface Placing {
  readonly matrix: Matrix
  readonly frame: PageFrame
}

function addPath(
  pdfium: Pdfium,
  object: Pointer,
  { drawing, shapes, ...placing }: Placing & { drawing: Drawing; shapes: PdfiumShapes },
): Box | undefined {
  const box = boundsOf(pdfium, object, placing)
  if (box === undefined) return undefined
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const isRule = Math.min(width, height) < RULE_THICKNESS && Math.max(width, height) > RULE_LENGTH
  if (isRule) drawing.rules.push(box)
  else {
    const seen = shapes.clipped(object, box, placing.matrix)
    const kind = shapes.kindOf(object, multiply(matrixOf(pdfium, object), placing.matrix), box)
    if (seen !== undefined) drawing.shapes.push({ box: seen, kind })
  }
  return box
}

function boundsOf(pdfium: Pdfium, object: Pointer, { matrix, frame }: Placing): Box | undefined {
  const at = pdfium.scratch
  if (!pdfium.call._FPDFPageObj_GetBounds(object, at, at + 4, at + 8, at + 12)) return undefined
  const [left = 0, bottom = 0, right = 0, top = 0] = pdfium.floats(at, 4)
  return boxAround([frame.point(...transform(matrix, left, bottom)), frame.point(...transform(matrix, right, top))])
}

/** Takes note of what marked content covers. */
function addArea({ markedAreas }: Drawing, mark: number | undefined, box: Box): void {
  if (mark === undefined) return
  const boxes = [box, markedAreas.get(mark) ?? box]
  markedAreas.set(
    mark,
    boxAround(
      boxes.flatMap(
        ({ left, top, right, bottom }) =>
          [
            [left, top],
            [right, bottom],
          ] as const,
      ),
    ),
  )
}
