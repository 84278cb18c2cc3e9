import type { ConvertFile } from '../../contracts/converter.ts'
import type { SeenFile } from '../../contracts/registry.ts'
import type { StoredObject } from '../../contracts/storage.ts'
import { baseName, parseName } from '../../rules/file-name.ts'
import type { EngineContext } from '../context.ts'

/** An object of a publisher as the registry records it. */
export function seenFile(context: EngineContext, publisher: string, object: StoredObject): SeenFile {
  const filename = baseName(object.key)
  return {
    storage: context.storage.id,
    key: object.key,
    publisher,
    filename,
    format: parseName(filename).extension,
    sizeBytes: object.sizeBytes,
    modifiedAt: object.modifiedAt,
    version: object.version,
    outputStorage: context.output.id,
    outputFolder: context.layout.outputFolder({ publisher, key: object.key }),
  }
}

/** The part of it that a converter sees. */
export function convertFile(file: Pick<SeenFile, keyof ConvertFile>): ConvertFile {
  const { publisher, key, filename, format, sizeBytes } = file
  return { publisher, key, filename, format, sizeBytes }
}
