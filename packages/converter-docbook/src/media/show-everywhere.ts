import { rm } from 'node:fs/promises'
import { type ConvertWarning, toError } from '@rittdoc-batch/core'
import type { MediaFile } from '../tree/book.ts'
import { toPng } from './to-png.ts'

/** What every consumer shows: the core media types of EPUB 3.3, with other names that books give them, and BMP. */
const SHOWN = new Set([
  ...['image/jpeg', 'image/jpg', 'image/pjpeg', 'image/png', 'image/x-png', 'image/gif', 'image/svg+xml', 'image/webp'],
  ...['image/bmp', 'image/x-bmp', 'image/x-ms-bmp'],
])

/**
 * Converts pictures in formats that some consumer cannot show, such as TIFF, to PNG, each with a warning; all others stay
 * as they are to the byte. One that cannot be converted stays too, with a warning.
 */
export async function showEverywhere(
  media: readonly MediaFile[],
  warn: (warning: ConvertWarning) => void,
): Promise<MediaFile[]> {
  const shown: MediaFile[] = []
  for (const file of media) {
    const isPicture = file.mediaType.startsWith('image/')
    shown.push(!isPicture || SHOWN.has(file.mediaType) ? file : await convert(file, warn))
  }
  return shown
}

async function convert(file: MediaFile, warn: (warning: ConvertWarning) => void): Promise<MediaFile> {
  const { name: place, mediaType } = file
  try {
    const path = `${file.path}.png`
    const pages = await toPng(file.path, path)
    await rm(file.path)
    const rest = pages > 1 ? ` It has ${pages} pages; the first was taken.` : ''
    warn({ code: 'image_converted', message: `Not every reader shows ${mediaType}: it became a PNG.${rest}`, place })
    return { ...file, mediaType: 'image/png', path }
  } catch (error) {
    const why = toError(error).message
    const message = `Not every reader shows ${mediaType}, and it could not be converted (${why}): it stays as it is.`
    warn({ code: 'image_not_converted', message, place })
    return file
  }
}
