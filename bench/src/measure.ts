/** A row of the bench table. */
export interface BenchRow {
  readonly name: string
  readonly ours: number
  readonly bare: number
  readonly ratio: number
  readonly target: string
  readonly ok: boolean
}

/** A row with figures as exact as they are. */
export function row(name: string, { ours, bare, ratio, ...rest }: Omit<BenchRow, 'name'>): BenchRow {
  const round = (value: number) => Number(value.toPrecision(3))
  return { name, ours: round(ours), bare: round(bare), ratio: round(ratio), ...rest }
}

/** What must not be more than `most` times what stands beside it. */
export function atMost(name: string, most: number, { ours, bare }: Pick<BenchRow, 'ours' | 'bare'>): BenchRow {
  return row(name, { ours, bare, ratio: ours / bare, target: `<= ${most}`, ok: ours / bare <= most })
}

/** What must not be less than `least` times what stands beside it. */
export function atLeast(name: string, least: number, { ours, bare }: Pick<BenchRow, 'ours' | 'bare'>): BenchRow {
  return row(name, { ours, bare, ratio: ours / bare, target: `>= ${least}`, ok: ours / bare >= least })
}

/** How long it takes, in seconds. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  return (await time(work)) / 1_000
}

/** How many a second. */
export async function rate(count: number, work: () => Promise<void>): Promise<number> {
  return count / (await seconds(work))
}

/** How long it takes, in milliseconds. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
