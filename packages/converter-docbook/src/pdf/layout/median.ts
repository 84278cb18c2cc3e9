/** The middle one of some numbers, of an even count the higher of both; 0 of none. */
export function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0
}
