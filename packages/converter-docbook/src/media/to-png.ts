/** More would take more time than a picture is worth, in pixels. */
const MOST_PIXELS = 100_000_000

/** Colour spaces without colours. */
const GRAY = new Set(['b-w', 'grey16'])

/**
 * Writes the first page of a picture, in any format that sharp reads, as a PNG of 8 bits a channel.
 * @returns how many pages it has
 * @throws Error when it cannot be read
 */
export async function toPng(from: string, to: string): Promise<number> {
  const { default: sharp } = await import('sharp') // a large library, for the few books that need it
  sharp.concurrency(1)
  const picture = sharp(from, { limitInputPixels: MOST_PIXELS, sequentialRead: true })
  const { pages = 1, space } = await picture.metadata()
  await picture
    .autoOrient()
    .toColourspace(GRAY.has(space) ? 'b-w' : 'srgb')
    .png()
    .toFile(to)
  return pages
}
