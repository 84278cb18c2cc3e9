import { type BatchError, ConvertError, type ErrorContext, isBatchError, TimeoutError, toError } from '../errors.ts'
import type { Ending } from './end-family.ts'
import type { Breach } from './limits.ts'
import type { SuperviseOptions } from './supervise.ts'

/** The error for a program that was ended: which limit it broke and what had to be killed. */
export function breachError(
  breach: Breach,
  { options, ending, context }: { options: SuperviseOptions; ending: Ending; context: ErrorContext },
): BatchError {
  const { name = options.file } = options
  const how = describeEnding(ending)
  switch (breach.kind) {
    case 'timeout':
      return new TimeoutError(`${name} did not end within ${options.timeoutMs / 1000} s: ${how}`, context)
    case 'memory': {
      const limit = megabytes(options.memoryLimitBytes ?? 0)
      const message = `${name} used ${megabytes(breach.bytes)} MB of memory, ${limit} MB are allowed: ${how}`
      return new ConvertError('memory', message, context)
    }
    case 'aborted':
      return new ConvertError('aborted', `${name} was stopped before it ended: ${how}`, {
        ...context,
        cause: breach.reason,
      })
    case 'callback':
      if (isBatchError(breach.error)) return breach.error
      return new ConvertError('internal', `Could not follow ${name}: ${toError(breach.error).message}: ${how}`, {
        ...context,
        cause: breach.error,
      })
  }
}

/** What was left and killed, in words. */
function describeEnding({ found, killed, left }: Ending): string {
  const asked = found <= 1 ? 'it was ended' : `it and what it had started (${found} processes) were ended`
  if (left.length > 0) return `${asked}, but these processes cannot be killed: ${left.join(', ')}`
  if (killed > 0) return `${asked}, ${killed} of them by force because they did not react`
  return asked
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2)
}
