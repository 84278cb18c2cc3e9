import type { FileRecord } from '../../contracts/registry.ts'
import type { EngineContext } from '../context.ts'
import type { FileResult } from '../report.ts'

/** The result of a file that the registry gave up on because the processes that worked on it kept dying. */
export function crashedResult(context: EngineContext, file: FileRecord): FileResult {
  const result: FileResult = {
    id: file.id,
    key: file.key,
    publisher: file.publisher,
    filename: file.filename,
    attempt: file.retryCount,
    status: 'failed',
    durationMs: 0,
    phases: {},
    code: file.errorCode ?? 'crashed',
    message: file.errorMessage ?? 'The processes that worked on this file died repeatedly',
    warnings: [],
    metrics: {},
  }
  context.events.emit('attemptFinished', { file, attempt: result.attempt, result })
  return result
}
