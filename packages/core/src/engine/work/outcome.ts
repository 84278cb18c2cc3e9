import type { Outcome } from '../../contracts/registry.ts'
import { errorCode, isBatchError, toError } from '../../errors.ts'
import { isRetryable, retryDelayMs } from '../../rules/retry.ts'
import type { EngineContext } from '../context.ts'
import type { FileResult } from '../report.ts'
import type { ActiveJob } from './active-job.ts'
import type { Blame } from './outage.ts'

/** Why an attempt ended early through no fault of the file. */
export type EndReason = 'shutdown' | Blame

/** The outcome of an attempt that was published. */
export function successOutcome(context: EngineContext, job: ActiveJob): Outcome {
  return { status: 'completed', outputPath: context.output.locate(job.file.outputKey), facts: job.closeFacts() }
}

/** The outcome of an attempt that threw: given back, due again later, or failed for good, by the cause. */
export function failureOutcome(context: EngineContext, job: ActiveJob, error: unknown, reason?: EndReason): Outcome {
  const { exitCode, exitSignal, stderrTail, reason: detail } = isBatchError(error) ? error.context : {}
  Object.assign(job.facts, { exitCode, exitSignal, stderrTail })
  const facts = job.closeFacts()
  const told = { code: errorCode(error), message: toError(error).message, facts }
  if (reason === 'doubt') {
    const delayMs = Math.max(retryDelayMs(context.retryDelayMs, 1, Math.random()), 1_000)
    return { status: 'released', delayMs, ...told }
  }
  if (reason !== undefined) return { status: 'released', delayMs: 0, ...told }
  if (told.code === 'changed') return { status: 'released', delayMs: Math.max(context.minAgeMs, 1_000), ...told }
  const retry = job.file.retryCount + 1
  if (!context.retryFailed || !isRetryable(told.code, detail) || retry > context.maxRetries)
    return { status: 'failed', ...told }
  return { status: 'retry', delayMs: retryDelayMs(context.retryDelayMs, retry, Math.random()), ...told }
}

/** An outcome as reports and events show it. */
export function toFileResult(job: ActiveJob, outcome: Outcome): FileResult {
  const { id, key, publisher, filename } = job.file
  const { durationMs, outputBytes, exitCode, exitSignal, stderrTail } = outcome.facts
  const common = {
    id,
    key,
    publisher,
    filename,
    attempt: job.attempt,
    durationMs,
    phases: job.phases,
    warnings: job.warnings,
    metrics: job.metrics,
  }
  if (outcome.status === 'completed') {
    return { ...common, status: 'completed', outputPath: outcome.outputPath, outputBytes }
  }
  const { status, code, message } = outcome
  const retryInMs = status === 'retry' ? outcome.delayMs : undefined
  return { ...common, status, code, message, retryInMs, exitCode, exitSignal, stderrTail }
}
