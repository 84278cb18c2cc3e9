import { ConfigError } from '@rittdoc-batch/core'
import { isLoopback } from './http/loopback.ts'
import type { WatchedParts } from './watch/watched.ts'

/** Options of {@link Monitor}. */
export interface MonitorOptions extends WatchedParts {
  /** Address to listen on. Everything but loopback needs a token. @default '127.0.0.1' */
  readonly host?: string | undefined
  /** Port to listen on, from 0 to 65535; 0 takes a free one. @default 9464 */
  readonly port?: number | undefined
  /**
   * What somebody has to show who changes something, and who reads from another machine.
   * @default none: nobody can change anything
   */
  readonly token?: string | undefined
  /** Names under which a proxy on this machine serves the page, without ports. @default none */
  readonly allowedHosts?: readonly string[] | undefined
}

/** What cannot work is told at once. @throws ConfigError */
export function expectMonitorOptions({ host = '127.0.0.1', port = 9_464, token }: MonitorOptions): void {
  const problems = [
    ...(isLoopback(host) || token !== undefined
      ? []
      : [`Expected a token, because ${host} can be reached from other machines`]),
    ...(token === '' ? ['Expected token to be absent or not empty'] : []),
    ...(Number.isInteger(port) && port >= 0 && port <= 65_535
      ? []
      : [`Expected port to be from 0 to 65535, got ${port}`]),
  ]
  if (problems.length > 0) throw new ConfigError(`Invalid options: ${problems.join('; ')}`, problems)
}
