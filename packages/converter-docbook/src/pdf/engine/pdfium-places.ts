import type { PageFrame } from './page-frame.ts'
import { boxAround } from './page-frame.ts'
import type { OutlineEntry, PageLink, Place } from './pdf-document.ts'
import type { Pdfium, Pointer } from './pdfium-library.ts'

const GO_TO = 1
const URI = 3
/** Kinds of views. */
const XYZ = 1
const FIT_WIDTH = [3, 7]
const FIT_RECTANGLE = 5
/** An outline or a page with more entries than this is made to hurt. */
const MOST_ENTRIES = 100_000
const DEEPEST = 32

/** Outline, links and the places that they lead to. */
export class PdfiumPlaces {
  readonly #pdfium: Pdfium
  readonly #document: Pointer
  readonly #frameOf: (page: number) => PageFrame | undefined

  constructor(pdfium: Pdfium, document: Pointer, frameOf: (page: number) => PageFrame | undefined) {
    this.#pdfium = pdfium
    this.#document = document
    this.#frameOf = frameOf
  }

  outline(): OutlineEntry[] {
    const { call } = this.#pdfium
    const entries: OutlineEntry[] = []
    const seen = new Set<Pointer>()
    const walk = (parent: Pointer, depth: number) => {
      let bookmark = call._FPDFBookmark_GetFirstChild(this.#document, parent)
      while (bookmark !== 0 && !seen.has(bookmark) && seen.size < MOST_ENTRIES) {
        seen.add(bookmark)
        entries.push({ title: this.#title(bookmark), depth, place: this.#bookmarkPlace(bookmark) })
        if (depth < DEEPEST) walk(bookmark, depth + 1)
        bookmark = call._FPDFBookmark_GetNextSibling(this.#document, bookmark)
      }
    }
    walk(0, 1)
    return entries
  }

  links(page: Pointer, frame: PageFrame): PageLink[] {
    const { call, scratch } = this.#pdfium
    const links: PageLink[] = []
    const position = scratch + 64
    const found = scratch + 68
    this.#pdfium.setInt(position, 0)
    while (links.length < MOST_ENTRIES && call._FPDFLink_Enumerate(page, position, found)) {
      const link = this.#pdfium.int(found)
      if (!call._FPDFLink_GetAnnotRect(link, scratch)) continue
      const [left = 0, top = 0, right = 0, bottom = 0] = this.#pdfium.floats(scratch, 4)
      const box = boxAround([frame.point(left, top), frame.point(right, bottom)])
      const action = call._FPDFLink_GetAction(link)
      const url = action !== 0 && call._FPDFAction_GetType(action) === URI ? this.#url(action) : ''
      const target =
        url === '' ? this.#place(call._FPDFLink_GetDest(this.#document, link) || this.#goTo(action)) : undefined
      if (url !== '') links.push({ box, url })
      else if (target !== undefined) links.push({ box, target })
    }
    return links
  }

  #title(bookmark: Pointer): string {
    const title = this.#pdfium.utf16((buffer, length) =>
      this.#pdfium.call._FPDFBookmark_GetTitle(bookmark, buffer, length),
    )
    return title.replace(/\p{Cc}+/gu, ' ').trim()
  }

  #bookmarkPlace(bookmark: Pointer): Place | undefined {
    const { call } = this.#pdfium
    const destination = call._FPDFBookmark_GetDest(this.#document, bookmark)
    return this.#place(destination || this.#goTo(call._FPDFBookmark_GetAction(bookmark)))
  }

  #goTo(action: Pointer): Pointer {
    const { call } = this.#pdfium
    return action !== 0 && call._FPDFAction_GetType(action) === GO_TO
      ? call._FPDFAction_GetDest(this.#document, action)
      : 0
  }

  #url(action: Pointer): string {
    return this.#pdfium
      .utf8((buffer, length) => this.#pdfium.call._FPDFAction_GetURIPath(this.#document, action, buffer, length))
      .trim()
  }

  /** Where a destination leads; undefined when it leads nowhere. */
  #place(destination: Pointer): Place | undefined {
    if (destination === 0) return undefined
    const page = this.#pdfium.call._FPDFDest_GetDestPageIndex(this.#document, destination)
    if (page < 0) return undefined
    const point = this.#point(destination)
    const frame = point && this.#frameOf(page)
    const [left, top] = (point && frame?.point(...point)) ?? []
    return { page, top: finite(top), left: finite(left) }
  }

  #point(destination: Pointer): readonly [number, number] | undefined {
    const { call, scratch } = this.#pdfium
    const kind = call._FPDFDest_GetView(destination, scratch, scratch + 8)
    const count = this.#pdfium.int(scratch)
    const [first = 0, second = 0, , fourth = 0] = this.#pdfium.floats(scratch + 8, 4)
    if (kind === XYZ && count >= 2) return [first, second]
    if (FIT_WIDTH.includes(kind) && count >= 1) return [0, first]
    return kind === FIT_RECTANGLE && count >= 4 ? [first, fourth] : undefined
  }
}

function finite(number: number | undefined): number | undefined {
  return number !== undefined && Number.isFinite(number) ? number : undefined
}
