import { encode } from 'fast-png'

/** A drawing of boxes and arrows, in units that become points in the PDF and pixels in the ePub. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly boxes: ReadonlyArray<readonly [x: number, y: number, width: number, height: number, text: string]>
  readonly arrows: ReadonlyArray<readonly [x1: number, y1: number, x2: number, y2: number]>
}

const PHASES = ['scan', 'record', 'claim', 'download', 'convert', 'verify', 'publish', 'settle']

/** Two rows of phases. */
function drawFlow(): Drawing {
  const boxes = PHASES.map((name, i) => [10 + (i % 4) * 105, 10 + Math.floor(i / 4) * 60, 85, 32, name] as const)
  const along = [0, 1, 2, 4, 5, 6].map(
    (i) => [95 + (i % 4) * 105, 26 + Math.floor(i / 4) * 60, 115 + (i % 4) * 105, 26 + Math.floor(i / 4) * 60] as const,
  )
  return { width: 420, height: 112, boxes, arrows: [...along, [367, 42, 367, 56], [367, 56, 52, 56], [52, 56, 52, 70]] }
}

function drawStatus(): Drawing {
  return {
    width: 420,
    height: 130,
    boxes: [
      [10, 50, 95, 32, 'pending'],
      [160, 50, 95, 32, 'processing'],
      [310, 10, 95, 32, 'completed'],
      [310, 90, 95, 32, 'failed'],
    ],
    arrows: [
      [105, 60, 160, 60],
      [160, 73, 105, 73],
      [255, 58, 310, 30],
      [255, 74, 310, 102],
    ],
  }
}

/** The drawings by the name that the text uses. */
export const DRAWINGS: Readonly<Record<'flow' | 'status', Drawing>> = { flow: drawFlow(), status: drawStatus() }

const INK = '#1f3a5f'

/** A drawing as an SVG file. */
export function toSvg({ width, height, boxes, arrows }: Drawing): string {
  const shapes = boxes.map(
    ([x, y, w, h, text]) =>
      `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="5" fill="#eef3f9" stroke="${INK}"/><text x="${x + w / 2}" y="${y + h / 2 + 4}" text-anchor="middle" font-family="sans-serif" font-size="12" fill="${INK}">${text}</text>`,
  )
  const lines = arrows.map(
    ([x1, y1, x2, y2]) => `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${INK}" marker-end="url(#head)"/>`,
  )
  const marker = `<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="${INK}"/></marker>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><defs>${marker}</defs>${lines.join('')}${shapes.join('')}</svg>\n`
}

const BARS = [30, 60, 120]

/** The waits before the retries as a PNG picture of bars. */
export function backoffPng(): Uint8Array {
  const [width, height] = [420, 160]
  const data = new Uint8Array(width * height * 3).fill(255)
  const fill = (
    left: number,
    top: number,
    right: number,
    bottom: number,
    colour: readonly [number, number, number],
  ) => {
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) data.set(colour, (y * width + x) * 3)
  }
  for (const [i, seconds] of BARS.entries())
    fill(60 + i * 110, height - 20 - seconds, 130 + i * 110, height - 20, [31, 58, 95])
  fill(40, height - 20, width - 20, height - 18, [120, 130, 140])
  return encode({ width, height, data, channels: 3 })
}
