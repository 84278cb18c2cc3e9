const WIDTH = 24

/** How much of something is done, from 0 to 1, as a line of signs. */
export function bar(fraction: number): string {
  const full = Math.round(fraction * WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
}
