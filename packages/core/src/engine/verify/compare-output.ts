import type { AttemptRecord, FileRecord } from '../../contracts/registry.ts'
import type { StoredObject } from '../../contracts/storage.ts'
import type { Finding } from './finding.ts'

/** Compares what the registry says of a completed file's package with what stands at its key; undefined: they agree. */
export function compareOutput(
  file: FileRecord,
  published: StoredObject | undefined,
  attempts: readonly AttemptRecord[],
): Finding | undefined {
  const common = { publisher: file.publisher, key: file.outputKey }
  const last = attempts.findLast(({ outcome, version }) => outcome === 'completed' && version === file.version)
  if (published === undefined) {
    const isElsewhere = last === undefined && !(file.outputPath ?? '').endsWith(file.outputKey)
    const detail = isElsewhere
      ? `the package of ${file.key} is not there; before the registry was taken over it was ${file.outputPath}`
      : `the package of ${file.key} is not there`
    return { ...common, kind: 'missing_output', detail, repair: isElsewhere ? 'none' : 'convert_again' }
  }
  const expected = last?.outputBytes
  if (expected === undefined || expected === published.sizeBytes) return undefined
  const detail = `${expected} bytes were published for ${file.key}, ${published.sizeBytes} stand there`
  return { ...common, kind: 'foreign_output', detail, repair: 'convert_again' }
}
