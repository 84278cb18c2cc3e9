import type { StoredObject } from '../../contracts/storage.ts'
import { errorCode } from '../../errors.ts'
import { passOver } from '../../rules/pass-over.ts'
import type { EngineContext } from '../context.ts'
import { convertFile, seenFile } from '../scan/seen-file.ts'
import { walkPublisher } from '../scan/walk-publisher.ts'

/** What lies in the storages for one publisher. */
export interface PublisherObjects {
  /** Books by key. */
  readonly books: Map<string, StoredObject>
  /** Everything in the folder for packages, by key. */
  readonly packages: Map<string, StoredObject>
  /** The folder for packages, ending in `/`. */
  readonly packageFolder: string
}

/** Lists books and packages of one publisher; memory grows with the largest publisher, not with the storage. */
export async function listPublisher(
  context: EngineContext,
  publisher: string,
  signal: AbortSignal,
): Promise<PublisherObjects> {
  const { storage, output, layout, inputPrefix } = context
  const prefix = `${inputPrefix}${publisher}/`
  const packageFolder = layout.outputFolder({ publisher, key: `${prefix}book` })
  const books = await collect(walkPublisher(storage, layout, prefix, signal))
  for (const [key, object] of books) if (!isBook(context, publisher, object)) books.delete(key)
  const packages = await collect(objectsUnder(output, packageFolder, signal))
  return { books, packages, packageFolder }
}

/** A folder that is not there holds nothing. */
async function collect(objects: AsyncIterable<StoredObject>): Promise<Map<string, StoredObject>> {
  const found = new Map<string, StoredObject>()
  try {
    for await (const object of objects) found.set(object.key, object)
  } catch (error) {
    if (errorCode(error) !== 'not_found') throw error
  }
  return found
}

async function* objectsUnder(
  output: EngineContext['output'],
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<StoredObject> {
  for await (const entry of output.list(folder, { recursive: true, signal })) if (entry.kind === 'object') yield entry
}

/** As a scan decides, but for the time that an unfinished upload needs. */
function isBook(context: EngineContext, publisher: string, object: StoredObject): boolean {
  if (passOver(object, context.formats, context.registry.maxKeyBytes) !== undefined) return false
  return (context.converter.accepts?.(convertFile(seenFile(context, publisher, object))) ?? true) === true
}
