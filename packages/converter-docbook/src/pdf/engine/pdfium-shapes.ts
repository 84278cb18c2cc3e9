import { type Matrix, transform } from './matrix.ts'
import { boxAround, type PageFrame } from './page-frame.ts'
import type { Box, ShapeKind } from './pdf-document.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

const LINE = 0
const BEZIER = 1

/** So many pieces of an outline tell what it is. */
const MOST_PIECES = 48
/** An outline with no more pieces than this may be a rectangle with round corners. */
const FRAME_PIECES = 40
/** Round corners are no larger than this, in points, and this share of the shape. */
const CORNER_POINTS = 14
const CORNER_SHARE = 0.3
/** A line leans when its shorter side is more than this share of its longer one. */
const LEANING = 0.02
/** A clip is looked at in as many outlines. */
const MOST_CLIPS = 8
const WHITE = 255

/** Tells rectangles from other shapes, and what paints nothing from what is seen. */
export class PdfiumShapes {
  readonly #pdfium: Pdfium
  readonly #frame: PageFrame

  constructor(pdfium: Pdfium, frame: PageFrame) {
    this.#pdfium = pdfium
    this.#frame = frame
  }

  /** What a path that is no straight line is. @param own the matrix of the path itself */
  kindOf(path: Pointer, own: Matrix, box: Box): ShapeKind {
    const { call } = this.#pdfium
    const count = call._FPDFPath_CountSegments(path)
    const isFew = count <= FRAME_PIECES
    const corner = isFew ? Math.min(CORNER_POINTS, CORNER_SHARE * shorterSide(box)) : 0
    let [x, y] = [0, 0]
    let corners: Array<readonly [number, number]> = []
    for (let i = 0; i < Math.min(count, MOST_PIECES); i++) {
      const piece = call._FPDFPath_GetPathSegment(path, i)
      const [nextX, nextY] = this.#point(piece, own)
      const type = call._FPDFPathSegment_GetType(piece)
      if (type === LINE && isLeaning(nextX - x, nextY - y)) return 'free'
      if (type === BEZIER) {
        if (corners.length === 0) corners = [[x, y]]
        corners.push([nextX, nextY])
        const { left, top, right, bottom } = boxAround(corners)
        if (Math.max(right - left, bottom - top) > corner) return 'free'
        if (corners.length === 4) corners = []
      }
      ;[x, y] = [nextX, nextY]
    }
    return this.#isWhite(path) ? 'hidden' : 'frame'
  }

  /** The part of a box that a clip leaves; undefined where it leaves nothing. */
  clipped(object: Pointer, box: Box, outer: Matrix): Box | undefined {
    const { call } = this.#pdfium
    const clip = call._FPDFPageObj_GetClipPath(object)
    const count = clip === 0 ? 0 : call._FPDFClipPath_CountPaths(clip)
    let rest = box
    for (let i = 0; i < Math.min(count, MOST_CLIPS); i++) {
      const pieces = Math.min(call._FPDFClipPath_CountPathSegments(clip, i), MOST_PIECES)
      const points = Array.from({ length: Math.max(0, pieces) }, (_, k) =>
        this.#frame.point(...this.#point(call._FPDFClipPath_GetPathSegment(clip, i, k), outer)),
      )
      if (points.length < 2) continue
      const { left, top, right, bottom } = boxAround(points)
      rest = {
        left: Math.max(rest.left, left),
        top: Math.max(rest.top, top),
        right: Math.min(rest.right, right),
        bottom: Math.min(rest.bottom, bottom),
      }
    }
    return rest.left > rest.right || rest.top > rest.bottom ? undefined : rest
  }

  #point(piece: Pointer, matrix: Matrix): readonly [number, number] {
    const { call, scratch } = this.#pdfium
    if (piece === 0 || !call._FPDFPathSegment_GetPoint(piece, scratch, scratch + 4)) return [0, 0]
    return transform(matrix, this.#pdfium.float(scratch), this.#pdfium.float(scratch + 4))
  }

  /** Whether a shape has the colour of paper and no outline, or neither colour nor outline. */
  #isWhite(path: Pointer): boolean {
    const { call, scratch } = this.#pdfium
    if (!call._FPDFPath_GetDrawMode(path, scratch, scratch + 4)) return false
    const [fill, stroke] = [this.#pdfium.int(scratch), this.#pdfium.int(scratch + 4)]
    if (stroke !== 0) return false
    if (fill === 0) return true
    if (!call._FPDFPageObj_GetFillColor(path, scratch, scratch + 4, scratch + 8, scratch + 12)) return false
    return [0, 4, 8].every((at) => this.#pdfium.int(scratch + at) === WHITE)
  }
}

function isLeaning(x: number, y: number): boolean {
  const [short, long] = [Math.min(Math.abs(x), Math.abs(y)), Math.max(Math.abs(x), Math.abs(y))]
  return short > LEANING * long
}

function shorterSide({ left, top, right, bottom }: Box): number {
  return Math.min(right - left, bottom - top)
}
