/** The items that are alike so often. */
export function recurring<T>(items: readonly T[], alike: (item: T) => string, least: number): T[] {
  return [...Map.groupBy(items, alike).values()].filter(({ length }) => length >= least).flat()
}
