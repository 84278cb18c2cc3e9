import type { Entry, Storage, StoredObject } from '../../contracts/storage.ts'
import type { Layout } from '../../layout.ts'
import { baseName } from '../../rules/file-name.ts'
import { isTemporaryName } from '../../rules/pass-over.ts'

/** Every object under a publisher's folder in byte order of the keys, without entering output and hidden folders. */
export async function* walkPublisher(
  storage: Storage,
  layout: Layout,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<StoredObject> {
  for await (const entry of storage.list(prefix, { signal })) {
    if (entry.kind === 'object') yield entry
    else if (isSourceFolder(entry, layout)) yield* walkPublisher(storage, layout, entry.key, signal)
  }
}

/** Whether a folder may hold books: neither one for packages nor a hidden one. */
export function isSourceFolder(entry: Pick<Entry, 'key'>, layout: Layout): boolean {
  return !layout.isOutputFolder(entry.key) && !isTemporaryName(baseName(entry.key.slice(0, -1)))
}
