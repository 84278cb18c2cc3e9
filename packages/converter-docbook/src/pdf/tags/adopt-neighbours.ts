import type { Segment } from '../layout/text-line.ts'

/** Letters outside of the tree belong to the text beside them when the gap is no wider than this, in font sizes. */
const NEAR = 2
const SAME_LINE = 0.25

/** Bullets, numbers and leaders that were left out of the tree get the place of the text that they stand beside. */
export function adoptNeighbours(tagged: readonly Segment[], loose: readonly Segment[]): Segment[] {
  const adopted = loose.map((segment) => {
    const beside = tagged.find((one) => isBeside(one, segment))
    return beside === undefined ? segment : { ...segment, tagged: beside.tagged }
  })
  return [...tagged, ...adopted]
}

function isBeside(a: Segment, b: Segment): boolean {
  const gap = Math.max(a.box.left - b.box.right, b.box.left - a.box.right)
  return Math.abs(a.baseline - b.baseline) < SAME_LINE * a.size && gap < NEAR * a.size
}
