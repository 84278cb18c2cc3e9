/** A row of the bench table. */
export interface BenchRow {
  readonly name: string
  readonly ours: number
  readonly bare: number
  readonly ratio: number
  readonly target: string
  readonly ok: boolean
}
