import type { AttemptInfo, BatchEmitter, FileResult, RunReport } from '@rittdoc-batch/core'
import type { Logger } from './logger.ts'

/** Writes what the engine tells into the log: the one place where events become lines. */
export function logEvents(events: BatchEmitter, log: Logger): void {
  events.on('runStarted', ({ runId, mode }) => log.info({ run: runId, mode }, 'run started'))
  events.on('runFinished', ({ report }) => log.info(runFields(report), 'run finished'))
  logScan(events, log)
  logAttempts(events, log)
  events.on('outage', ({ storage, error }) =>
    log.error({ storage, reason: error.message }, 'storage is out of order, no more files are begun'),
  )
  events.on('registryFailed', ({ error, call }) =>
    log.error({ call, reason: error.message }, 'registry call failed, trying again'),
  )
  events.on('sweptLeftovers', (counts) => log.info(counts, 'removed what a killed process had left'))
  events.on('draining', ({ graceMs }) =>
    log.info({ graceSeconds: graceMs / 1000 }, 'stopping: running files may finish'),
  )
  events.on('listenerFailed', ({ event, error }) => log.error({ event, reason: String(error) }, 'a listener failed'))
}

function logScan(events: BatchEmitter, log: Logger): void {
  events.on('scanStarted', ({ storage, prefix }) => log.info({ storage, prefix }, 'scan started'))
  events.on('scanSkipped', ({ storage }) => log.info({ storage }, 'scan skipped: another process is scanning'))
  events.on('publisherScanned', ({ durationMs, ...fields }) =>
    log.info({ ...fields, ms: Math.round(durationMs) }, 'publisher scanned'),
  )
  events.on('scanFailed', ({ publisher, error }) => log.error({ publisher, reason: error.message }, 'could not list'))
  events.on('filePassedOver', (event) => {
    const isOrdinary = event.reason === 'unsupported_format'
    log[isOrdinary ? 'debug' : 'info'](event, 'file passed over')
  })
  events.on('filesSettling', (event) => log.info(event, 'files may still be uploading, looking again later'))
  events.on('nameConflict', (event) => log.warn(event, 'output name is taken, using another'))
  events.on('scanFinished', ({ report: { seen, added, changed, unchanged, settling, errors } }) =>
    log.info({ seen, added, changed, unchanged, settling, errors: errors.length }, 'scan finished'),
  )
}

function logAttempts(events: BatchEmitter, log: Logger): void {
  events.on('attemptStarted', (attempt) => log.info(attemptFields(attempt), 'started'))
  events.on('phaseStarted', ({ phase, ...attempt }) => log.debug({ ...attemptFields(attempt), phase }, 'phase'))
  events.on('converterLog', ({ level, message, ...attempt }) => log[level]({ ...attemptFields(attempt) }, message))
  events.on('leaseLost', (attempt) =>
    log.warn(attemptFields(attempt), 'lost to another worker, this attempt does not count'),
  )
  events.on('attemptFinished', ({ result, ...attempt }) => logResult(log, attemptFields(attempt), result))
}

/** One line at the end of every attempt, and one per warning of the converter. */
function logResult(log: Logger, fields: object, result: FileResult): void {
  const { durationMs: ms, phases, outputPath: output, outputBytes: bytes } = result
  for (const { code, message, place } of result.warnings) log.debug({ ...fields, code, place }, `converter: ${message}`)
  const warnings = result.warnings.length || undefined
  if (result.status === 'completed') log.info({ ...fields, ms, phases, output, bytes, warnings }, 'completed')
  else {
    const { code, message: reason, retryInMs, exitCode, exitSignal } = result
    const level = result.status === 'failed' ? 'error' : result.status === 'retry' ? 'warn' : 'info'
    const texts = {
      failed: 'failed',
      retry: 'failed, will be tried again',
      released: 'given back',
      unchanged: 'unchanged',
    }
    log[level]({ ...fields, ms, phases, code, reason, retryInMs, exitCode, exitSignal }, texts[result.status])
  }
}

function attemptFields({ file: { publisher, key }, attempt }: AttemptInfo) {
  return { publisher, key, attempt }
}

function runFields({ runId, completed, failed, retried, released, unchanged, startedAt, finishedAt }: RunReport) {
  const ms = finishedAt.getTime() - startedAt.getTime()
  return { run: runId, completed, failed, retried, released, unchanged, ms }
}
