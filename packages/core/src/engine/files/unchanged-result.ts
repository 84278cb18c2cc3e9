import type { FileRecord } from '../../contracts/registry.ts'
import type { EngineContext } from '../context.ts'
import type { FileResult } from '../report.ts'

/** The result of a file that needed no work, because its package stands at its place. */
export function unchangedResult(context: EngineContext, file: FileRecord): FileResult {
  const { id, key, publisher, filename, outputKey } = file
  const outputPath = file.outputPath ?? context.output.locate(outputKey)
  return {
    id,
    key,
    publisher,
    filename,
    attempt: 0,
    status: 'unchanged',
    durationMs: 0,
    phases: {},
    outputPath,
    warnings: [],
    metrics: {},
  }
}
