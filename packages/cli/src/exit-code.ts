import { errorCode, isBatchError, isRegistryError, type RunReport } from '@rittdoc-batch/core'
import type { Finding } from './doctor/examination.ts'

/** How a command ended, for the shell. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  filesFailed: 3,
  unavailable: 4,
} as const

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The exit code of a run: an unreachable storage outweighs failed files. */
export function exitCodeOfRun(report: RunReport): ExitCode {
  if (report.outage !== undefined || (report.scan?.errors.length ?? 0) > 0) return EXIT.unavailable
  const isComplete = report.failed + report.retried + report.rejected.length === 0
  return isComplete ? EXIT.ok : EXIT.filesFailed
}

/** The exit code of an examination: storage and registry outweigh what is to be set right on this machine. */
export function exitCodeOfFindings(findings: readonly Finding[]): ExitCode {
  const failed = findings.filter(({ verdict }) => verdict === 'fail')
  const isService = ({ area, code }: Finding) => (area === 'storage' || area === 'registry') && code !== 'config'
  if (failed.some(isService)) return EXIT.unavailable
  return failed.length > 0 ? EXIT.usage : EXIT.ok
}

/** The exit code of a command that rejected. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (errorCode(error) === 'config') return EXIT.usage
  if (errorCode(error) === 'aborted') return EXIT.ok // a signal came before there was anything to stop
  if (isRegistryError(error)) return EXIT.unavailable
  const isOfStorage = isBatchError(error) && (error.name === 'StorageError' || error.context.storage !== undefined)
  return isOfStorage ? EXIT.unavailable : EXIT.unexpected
}
