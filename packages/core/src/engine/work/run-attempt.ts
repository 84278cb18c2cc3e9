import { setTimeout as sleep } from 'node:timers/promises'
import type { Claim, Outcome } from '../../contracts/registry.ts'
import { BatchError, errorCode, toError } from '../../errors.ts'
import type { EngineContext } from '../context.ts'
import type { FileResult } from '../report.ts'
import { seenFile } from '../scan/seen-file.ts'
import { ActiveJob } from './active-job.ts'
import { clearLeftovers } from './clear-leftovers.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { OutageGuard } from './outage.ts'
import { failureOutcome, successOutcome, toFileResult } from './outcome.ts'
import { convert } from './phases/convert.ts'
import { download } from './phases/download.ts'
import { publish } from './phases/publish.ts'
import { verify } from './phases/verify.ts'

/** What the attempts of one run share. */
export interface WorkShared {
  readonly heartbeat: Heartbeat
  readonly outage: OutageGuard
  /** Aborts when running attempts must end now. */
  readonly kill: AbortSignal
}

/** Waits between tries to settle while the registry fails; after the last the lease runs out by itself. */
const SETTLE_WAITS_MS = [100, 500, 2_000, 5_000]

/**
 * Works on one claimed file from download to settling. Never rejects for the file's sake: what happened is the result.
 * @returns undefined when the lease was lost, so that this attempt counts for nothing
 * @throws RegistryError when the outcome cannot be written
 */
export async function runAttempt(
  context: EngineContext,
  shared: WorkShared,
  claim: Claim,
): Promise<FileResult | undefined> {
  const job = new ActiveJob(claim)
  const onKill = () => job.abort(new BatchError('aborted', 'Stopped before the file was finished; it is given back'))
  shared.kill.addEventListener('abort', onKill)
  if (shared.kill.aborted) onKill()
  shared.heartbeat.add(job)
  context.events.emit('attemptStarted', { file: job.file, attempt: job.attempt })
  try {
    const outcome = await work(context, shared, job)
    const result = outcome && toFileResult(job, outcome)
    const settled = outcome !== undefined && (await settle(context, job, outcome))
    if (settled && result) context.events.emit('attemptFinished', { file: job.file, attempt: job.attempt, result })
    else context.events.emit('leaseLost', { file: job.file, attempt: job.attempt })
    return settled ? result : undefined
  } finally {
    shared.heartbeat.remove(job)
    shared.kill.removeEventListener('abort', onKill)
  }
}

/** The phases in order. @returns undefined when the lease was lost on the way */
async function work(context: EngineContext, shared: WorkShared, job: ActiveJob): Promise<Outcome | undefined> {
  const { heartbeat, outage } = shared
  try {
    const folder = await context.temp.create(job.file.filename)
    try {
      await heartbeat.enter(job, 'download')
      await download(context, { job, folder })
      outage.passed('download')
      await heartbeat.enter(job, 'convert')
      const result = await convert(context, { job, folder })
      outage.passed('convert')
      await heartbeat.enter(job, 'verify')
      await verify(context, { job, folder })
      await heartbeat.enter(job, 'publish')
      await publish(context, { job, folder }, result)
      outage.passed('publish')
      await heartbeat.enter(job, 'settle')
    } finally {
      await folder.remove()
    }
    return successOutcome(context, job)
  } catch (thrown) {
    const error = job.signal.aborted ? job.signal.reason : thrown
    if (errorCode(error) === 'lease_lost') return undefined
    if (errorCode(error) === 'changed') await lookAgain(context, job)
    const reason = job.signal.aborted ? 'shutdown' : await shared.outage.blames(error, job)
    const outcome = failureOutcome(context, job, error, reason)
    const mayHaveLeft = job.claim.recovered || job.phase === 'publish'
    if (outcome.status === 'failed' && mayHaveLeft) await clearLeftovers(context, job.file)
    return outcome
  }
}

/** Records the version that stands there now, so that the next attempt is on that one. The next scan would do it too. */
async function lookAgain(context: EngineContext, { file, signal }: ActiveJob): Promise<void> {
  const { storage, registry, minAgeMs } = context
  const object = await storage.stat(file.key, { signal }).catch(() => undefined)
  if (object === undefined) return
  const settleMs = storage.traits.partialVisible ? minAgeMs : 0
  await registry.record([seenFile(context, file.publisher, object)], { settleMs })
}

/** Writes the outcome; a registry that is locked or away for a moment is asked again. */
async function settle(context: EngineContext, job: ActiveJob, outcome: Outcome): Promise<boolean> {
  for (const waitMs of SETTLE_WAITS_MS) {
    try {
      return await context.registry.settle(job.claim, outcome)
    } catch (error) {
      context.events.emit('registryFailed', { error: toError(error), call: 'settle' })
      await sleep(waitMs)
    }
  }
  return context.registry.settle(job.claim, outcome)
}
