import { extname } from 'node:path'

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.zip': 'application/zip',
  '.pdf': 'application/pdf',
  '.epub': 'application/epub+zip',
  '.xml': 'application/xml',
}

/** The media type that an object is stored with. */
export function contentType(key: string): string {
  return BY_EXTENSION[extname(key).toLowerCase()] ?? 'application/octet-stream'
}
