/** A page with more strokes than this is not drawn: it takes seconds. */
const MOST_STROKES = 100_000
/** So many drawings of one page are kept, and of a book. */
const MOST_OF_PAGE = 20
const MOST_OF_BOOK = 5_000
/** Strokes that are gone through for all drawings of a book; each drawing goes through those of its page. */
const MOST_WORK = 3_000_000

/** Bounds what drawing costs, by counts and not by time: the same book gives the same figures on every machine. */
export class DrawingLimits {
  readonly #ofPage: number
  #drawings = 0
  #work = 0

  /** @param ofPage so many of one page are kept */
  constructor(ofPage = MOST_OF_PAGE) {
    this.#ofPage = ofPage
  }

  /** How many of the drawings of a page may be drawn. */
  take(drawings: number, strokes: number): number {
    if (strokes > MOST_STROKES) return 0
    const byWork = Math.floor((MOST_WORK - this.#work) / Math.max(strokes, 1))
    const taken = Math.min(drawings, this.#ofPage, MOST_OF_BOOK - this.#drawings, byWork)
    this.#drawings += taken
    this.#work += taken * strokes
    return taken
  }
}
