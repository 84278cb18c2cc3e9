import { ConfigError, type FileStatus } from '@rittdoc-batch/core'
import { suggest } from '../config/suggest.ts'

/** Statuses that files can have. */
export const STATUSES = ['pending', 'processing', 'completed', 'failed', 'skipped'] as const satisfies FileStatus[]

/** The status that was typed. @throws ConfigError when there is none of that name */
export function toStatus(text: string | undefined): FileStatus | undefined {
  if (text === undefined) return undefined
  const status = STATUSES.find((known) => known === text)
  if (status !== undefined) return status
  const hint = suggest(text, [...STATUSES])
  throw new ConfigError(`Expected --status to be one of ${STATUSES.join(', ')}, got "${text}".${hint}`)
}
