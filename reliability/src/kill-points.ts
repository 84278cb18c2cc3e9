import type { Random } from './random.ts'

/** Which side of a step. */
export type Edge = 'before' | 'after'

/** A moment in the life of a process: just before, or just after, one call of a step. */
export interface KillPoint {
  /** For example `registry.claim`, `storage.upload`, `s3.UploadPart`, `fs.rename`, `sql.COMMIT`. */
  readonly step: string
  readonly edge: Edge
  /** Which of the calls, from 1. */
  readonly ordinal: number
}

/** How often each step is passed in an undisturbed life: `before storage.upload` → 4. */
export type PassedPoints = ReadonlyMap<string, number>

/** A point as text, for the environment of a process and for reports. */
export function writePoint({ step, edge, ordinal }: KillPoint): string {
  return `${edge} ${step} #${ordinal}`
}

/** The point that {@link writePoint} wrote; undefined when the text is none. */
export function readPoint(text: string): KillPoint | undefined {
  const [, edge, step, ordinal] = /^(before|after) (.+) #(\d+)$/.exec(text) ?? []
  if (step === undefined || (edge !== 'before' && edge !== 'after')) return undefined
  return { step, edge, ordinal: Number(ordinal) }
}

/** Counts the lines that a counting life wrote, one per passed point. */
export function countPoints(log: string): PassedPoints {
  const counts = new Map<string, number>()
  for (const line of log.split('\n')) if (line !== '') counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

/**
 * Chooses points: every step and edge once, at a random call of it, then more at random, until there are enough.
 * @param steps only steps that this matches
 */
export function choosePoints(passed: PassedPoints, count: number, random: Random, steps = /./): KillPoint[] {
  const kinds = [...passed.keys()].filter((kind) => steps.test(kind)).sort()
  const at = (kind: string) => readPoint(`${kind} #${1 + random.below(passed.get(kind) ?? 1)}`)
  const chosen = random.shuffled(kinds).slice(0, count)
  while (kinds.length > 0 && chosen.length < count) chosen.push(random.pick(kinds))
  return chosen.map(at).filter((point) => point !== undefined)
}
