import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The path of a package as the Python system wrote it, without scheme and bucket. It is the key on S3, and an absolute or
 * relative path of a local folder.
 */
export function oldOutputKey(outputPath: unknown): string {
  return typeof outputPath === 'string' ? outputPath.trim().replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i, '') : ''
}

/** The forms in which the Python system may have written the path of what stands at this key of this storage. */
export function oldFormsOf(outputStorage: string, outputKey: string): readonly string[] {
  const root = localRoot(outputStorage)
  return root === undefined ? [outputKey] : [outputKey, `${root}/${outputKey}`, `${basename(root)}/${outputKey}`]
}

/** The key in this storage of what the Python system published there; undefined when it cannot be told. */
export function keyOfOldOutput(outputStorage: string, oldKey: string): string | undefined {
  const root = localRoot(outputStorage)
  if (root !== undefined) {
    for (const start of [`${root}/`, `${basename(root)}/`])
      if (oldKey.startsWith(start)) return oldKey.slice(start.length)
  }
  return oldKey.startsWith('/') ? undefined : oldKey
}

function localRoot(outputStorage: string): string | undefined {
  return outputStorage.startsWith('file:') ? fileURLToPath(outputStorage).replace(/\/$/, '') : undefined
}
