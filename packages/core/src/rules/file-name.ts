/** A file name taken apart. */
export interface ParsedName {
  /** The name without its extension; the whole name where there is none. */
  readonly stem: string
  /** The extension in lower case with the dot; empty where there is none. */
  readonly extension: string
}

/** Takes a file name (no folders) apart at its last dot. A leading dot does not start an extension. */
export function parseName(filename: string): ParsedName {
  const dot = filename.lastIndexOf('.')
  if (dot <= 0) return { stem: filename, extension: '' }
  return { stem: filename.slice(0, dot), extension: filename.slice(dot).toLowerCase() }
}

/** The last part of a key. */
export function baseName(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

/** The folder of a key with its trailing slash; empty at the top. */
export function folderName(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1)
}
