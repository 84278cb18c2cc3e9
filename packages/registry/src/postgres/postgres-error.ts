import { isBatchError, RegistryError, type RegistryErrorCode, toError } from '@rittdoc-batch/core'

interface Translation {
  readonly match: RegExp
  readonly code: RegistryErrorCode
  readonly advice: string
}

/** SQLSTATEs (appendix A of the manual of PostgreSQL) and codes of sockets. */
const TRANSLATIONS: readonly Translation[] = [
  {
    match: /^(28|3D000|42501)/,
    code: 'unavailable',
    advice: 'the server does not let us in. Check user, password, database and their rights',
  },
  { match: /^25006/, code: 'readonly', advice: 'it cannot be written: the server is a standby, or set to read-only' },
  { match: /^(55P03|57014)/, code: 'locked', advice: 'another session holds a lock on it for too long' },
  { match: /^(53100|53200|53400)/, code: 'unavailable', advice: 'the server has no room left' },
  { match: /^53300/, code: 'unavailable', advice: 'the server takes no more connections. Lower the pool sizes' },
  { match: /^XX00[12]/, code: 'corrupt', advice: 'it is damaged. Restore a backup' },
  {
    match: /^(08|57P0|25P03|E(CONN|HOST|NET|PIPE|TIMEDOUT|NOTFOUND|AI_))/,
    code: 'unavailable',
    advice: 'the server cannot be reached, or has gone away',
  },
]

/** Turns what the driver threw into a {@link RegistryError}; errors of ours pass through. */
export function postgresError(error: unknown, place: string): Error {
  if (isBatchError(error)) return error
  const found = isLost(error) ? TRANSLATIONS.at(-1) : TRANSLATIONS.find(({ match }) => match.test(sqlState(error)))
  const reason = found ? `${found.advice} (${toError(error).message})` : toError(error).message
  return new RegistryError(found?.code ?? 'unknown', `Could not use the registry ${place}: ${reason}`, { cause: error })
}

/** Whether the transaction was undone for the sake of another one, so that it succeeds when it is begun anew. */
export function isConflict(error: unknown): boolean {
  return ['40001', '40P01', '23505'].includes(sqlState(error))
}

/** Whether the connection broke, so that nobody knows what became of the statement. */
export function isLost(error: unknown): boolean {
  if (/^(08|57P0|25P03)/.test(sqlState(error)) || /^E(CONN|PIPE|HOST|NET|TIMEDOUT)/.test(sqlState(error))) return true
  return sqlState(error) === '' && /connection|timeout|not queryable/i.test(toError(error).message)
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
