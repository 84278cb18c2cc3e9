import type { ConvertResult } from '../../../contracts/converter.ts'
import { BatchError, ConvertError, isBatchError, toError } from '../../../errors.ts'
import type { EngineContext } from '../../context.ts'
import { withDeadline } from '../../deadline.ts'
import { runHook } from '../../hooks.ts'
import { convertFile } from '../../scan/seen-file.ts'
import type { JobWithFolder } from '../active-job.ts'
import { ranOutOfSpace } from '../disk-space.ts'

/** A converter that keeps its own time limit gets this long to report it before the engine ends the call. */
const REPORTING_MS = 15_000

/** Runs the converter. The engine's own deadline stands behind the converter's, for converters that keep none. */
export async function convert(context: EngineContext, { job, folder }: JobWithFolder): Promise<ConvertResult> {
  const { file, attempt } = job
  await runHook('beforeConvert', context.hooks.beforeConvert?.bind(context.hooks), {
    file,
    attempt,
    input: folder.input,
    signal: job.signal,
  })
  const limit = {
    what: `The conversion of ${file.key}`,
    timeoutMs: context.timeoutMs + REPORTING_MS,
    signal: job.signal,
  }
  const result = await withDeadline(limit, (signal) =>
    context.converter.convert({
      input: folder.input,
      workDir: folder.work,
      output: folder.output,
      file: convertFile(file),
      attempt,
      options: context.convertOptions(file.publisher),
      timeoutMs: context.timeoutMs,
      memoryLimitBytes: context.memoryLimitBytes,
      signal,
      log: (level, message) => context.events.emit('converterLog', { file, attempt, level, message }),
      progress: (fraction, step) => context.events.emit('progress', { file, attempt, fraction, step }),
    }),
  ).catch(async (error: unknown) => {
    const told = isBatchError(error) ? error : asConvertError(error, job.signal)
    throw (await ranOutOfSpace(told, folder.work)) ? noSpace(context, file.key, told) : told
  })
  job.warnings = result.warnings ?? []
  job.metrics = result.metrics ?? {}
  return result
}

/** A full disk is nobody's book's fault, and no other book would fare better. */
function noSpace({ temp }: EngineContext, key: string, cause: Error): BatchError {
  const { exitCode, exitSignal, stderrTail } = isBatchError(cause) ? cause.context : {}
  const message = `Could not convert ${key}: no space is left in ${temp.path} (${cause.message})`
  return new BatchError('full', message, { storage: `file://${temp.path}`, exitCode, exitSignal, stderrTail, cause })
}

/** A converter that throws something else than the contract says is at fault itself. */
function asConvertError(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return toError(signal.reason)
  return new ConvertError('internal', `The converter failed: ${toError(error).message}`, { cause: error })
}
