const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  bmp: 'image/bmp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  avif: 'image/avif',
  jxl: 'image/jxl',
  jp2: 'image/jp2',
  jxr: 'image/jxr',
  heic: 'image/heic',
}

/** Media type of an image file by its name; undefined when it is none. */
export function imageTypeOf(name: string): string | undefined {
  return TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]
}

/** Extension for a media type, without the dot. */
export function extensionOf(mediaType: string): string | undefined {
  return Object.entries(TYPES).find(([, type]) => type === mediaType)?.[0]
}
