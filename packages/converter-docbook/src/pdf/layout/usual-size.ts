import type { Segment } from './text-line.ts'

/** The font size that most letters have, rounded to steps of so many points; 0 where there is no text. */
export function usualSize(pieces: ReadonlyArray<Pick<Segment, 'size' | 'letters'>>, step: number): number {
  const counts = new Map<number, number>()
  for (const { size, letters } of pieces) {
    const rounded = Math.round(size / step) * step
    counts.set(rounded, (counts.get(rounded) ?? 0) + letters)
  }
  return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0]
}
