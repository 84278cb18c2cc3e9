import { existsSync, readdirSync } from 'node:fs'
import { whyNotInstalled } from '../debian-packages.ts'

const VERSIONS = '/usr/lib/postgresql'

/** The folder of the newest server's programs. */
export function postgresPrograms(): string {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).map(Number).filter(Number.isInteger) : []
  return `${VERSIONS}/${Math.max(0, ...versions)}/bin`
}

/**
 * Makes sure that PostgreSQL is there, installing it where that is possible and not forbidden.
 * @returns why it cannot be used; undefined when it can
 */
export async function whyNoPostgres(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the starter knows Linux only'
  const why = await whyNotInstalled({
    name: 'PostgreSQL',
    programs: [existsSync(`${postgresPrograms()}/postgres`) ? '/usr/bin/setpriv' : '/usr/lib/postgresql/none'],
    packages: ['postgresql', 'util-linux'],
  })
  return existsSync(`${postgresPrograms()}/postgres`) ? undefined : why
}
