import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Box, PageLink, PdfPage, Place, TextRun } from './pdf-document.ts'
import { readImages } from './pdfjs-images.ts'

type Viewport = ReturnType<PDFPageProxy['getViewport']>

/** A run as pdf.js gives it. */
interface RawRun {
  readonly str: string
  readonly width: number
  readonly height: number
  readonly transform: readonly number[]
  readonly fontName: string
}

/** Reads everything of a page that the reader needs. */
export async function readPage(
  page: PDFPageProxy,
  index: number,
  placeOf: (destination: unknown) => Promise<Place | undefined>,
): Promise<PdfPage> {
  const viewport = page.getViewport({ scale: 1 })
  const operators = await page.getOperatorList() // also loads the fonts, whose names tell bold from italic
  const { items } = await page.getTextContent({ disableNormalization: false })
  const runs = items.flatMap((item) => ('str' in item && item.str !== '' ? [toRun(item, page, viewport)] : []))
  const images = readImages(page, operators, viewport)
  return {
    index,
    width: viewport.width,
    height: viewport.height,
    runs,
    images,
    links: await readLinks(page, viewport, placeOf),
  }
}

function toRun({ str, width, height, transform, fontName }: RawRun, page: PDFPageProxy, viewport: Viewport): TextRun {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform
  const size = Math.hypot(c, d) || height
  const [left = 0, baseline = 0] = viewport.convertToViewportPoint(x, y)
  const isRotated = Math.abs(b) > 0.1 * Math.abs(a) || viewport.rotation % 180 !== 0
  const box = isRotated
    ? { left, top: baseline - width, right: left + size, bottom: baseline }
    : { left, top: baseline - size * 0.8, right: left + width, bottom: baseline + size * 0.2 }
  return { text: str, box, baseline, size, isRotated, ...fontStyle(page, fontName) }
}

function fontStyle(page: PDFPageProxy, fontName: string): { isBold: boolean; isItalic: boolean } {
  const font = page.commonObjs.has(fontName)
    ? (page.commonObjs.get(fontName) as { name?: string; bold?: boolean; italic?: boolean; black?: boolean } | null)
    : null
  const name = font?.name ?? ''
  return {
    isBold: font?.bold === true || font?.black === true || /bold|black|heavy|semibold|demi/i.test(name),
    isItalic: font?.italic === true || /italic|oblique/i.test(name),
  }
}

interface RawAnnotation {
  readonly subtype: string
  readonly rect: readonly [number, number, number, number]
  readonly url?: string | undefined
  readonly dest?: unknown
}

async function readLinks(
  page: PDFPageProxy,
  viewport: Viewport,
  placeOf: (destination: unknown) => Promise<Place | undefined>,
): Promise<PageLink[]> {
  const annotations = (await page.getAnnotations().catch(() => [])) as RawAnnotation[]
  const links: PageLink[] = []
  for (const { subtype, rect, url, dest } of annotations) {
    if (subtype !== 'Link') continue
    const [x1, y1, x2, y2] = rect
    const box = toBox([...viewport.convertToViewportPoint(x1, y1), ...viewport.convertToViewportPoint(x2, y2)])
    const target = url === undefined && dest ? await placeOf(dest) : undefined
    if (url !== undefined) links.push({ box, url })
    else if (target !== undefined) links.push({ box, target })
  }
  return links
}

/** Corners in any order as a box. */
export function toBox([x1 = 0, y1 = 0, x2 = 0, y2 = 0]: readonly number[]): Box {
  return { left: Math.min(x1, x2), top: Math.min(y1, y2), right: Math.max(x1, x2), bottom: Math.max(y1, y2) }
}
