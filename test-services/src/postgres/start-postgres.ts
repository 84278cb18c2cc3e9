import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../free-port.ts'
import { postgresPrograms } from './install-postgres.ts'

const run = promisify(execFile)

const HOST = '127.0.0.1'
/** A server that dies loses nothing by it, only a machine that does. */
const NO_WAIT_FOR_DISK = ['fsync=off', 'full_page_writes=off']
const START_DEADLINE_MS = 30_000
/** PostgreSQL refuses to run as root. */
const USER = process.getuid?.() === 0 ? ['--reuid=postgres', '--regid=postgres', '--clear-groups'] : []

/** A PostgreSQL server on loopback, where every user of this machine may do everything. */
export interface Postgres {
  /** URL of an empty database. */
  readonly url: string
  readonly port: number
  /** Path of the certificate that it shows, for the name `localhost`, signed by itself; undefined without TLS. */
  readonly certificate: string | undefined
  /**
   * Ends the server at once, as a power failure does, and starts it again on the same data and port.
   * @param whileDown what happens while it is away; nothing by default
   */
  restart(whileDown?: () => Promise<void>): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** Options of {@link startPostgres}. */
export interface PostgresOptions {
  /** Take connections over TLS too. @default false */
  readonly tls?: boolean
}

/** Starts a server with data of its own on a free port of loopback. Ask {@link whyNoPostgres} first. */
export async function startPostgres({ tls = false }: PostgresOptions = {}): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'))
  await chmod(folder, 0o777)
  const data = join(folder, 'data')
  const initdb = [...USER, join(postgresPrograms(), 'initdb'), '-D', data, '-U', 'rittdoc', '-A', 'trust', '-E', 'UTF8']
  await run('setpriv', [...initdb, '--locale=C', '--no-sync'], { cwd: folder })
  if (tls) await makeCertificate(folder)
  const port = await freePort()
  let child = await launch(folder, port)
  return {
    certificate: tls ? join(folder, 'server.crt') : undefined,
    url: `postgres://rittdoc@${HOST}:${port}/postgres`,
    port,
    async restart(whileDown) {
      await end(child, 'SIGQUIT')
      await whileDown?.()
      child = await launch(folder, port)
    },
    async stop() {
      await end(child, 'SIGQUIT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function makeCertificate(folder: string): Promise<void> {
  const files = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  await run('setpriv', [...USER, 'openssl', 'req', '-x509', ...kind, ...files, ...subject], { cwd: folder })
  await appendFile(
    join(folder, 'data/postgresql.conf'),
    `ssl = on\nssl_cert_file = '${folder}/server.crt'\nssl_key_file = '${folder}/server.key'\n`,
  )
}

async function launch(folder: string, port: number): Promise<ChildProcess> {
  const log = await open(join(folder, 'log'), 'a')
  const settings = [`listen_addresses=${HOST}`, 'unix_socket_directories=', 'max_connections=200', ...NO_WAIT_FOR_DISK]
  const server = [join(postgresPrograms(), 'postgres'), '-D', join(folder, 'data'), '-p', String(port)]
  const child = spawn(
    'setpriv',
    [...USER, '--pdeathsig', 'QUIT', ...server, ...settings.flatMap((setting) => ['-c', setting])],
    {
      cwd: folder,
      stdio: ['ignore', log.fd, log.fd],
    },
  )
  child.on('error', () => {}) // a program that does not start shows by not answering
  await log.close()
  const deadline = Date.now() + START_DEADLINE_MS
  while (!(await takesConnections(port))) {
    if (child.exitCode === null && child.signalCode === null && Date.now() < deadline) continue
    throw new Error(`Could not start PostgreSQL: ${await readFile(join(folder, 'log'), 'utf8')}`)
  }
  return child
}

/** Whether the server has come up; waits a little when not. One that listens may still be recovering. */
async function takesConnections(port: number): Promise<boolean> {
  try {
    await run(join(postgresPrograms(), 'pg_isready'), ['-q', '-h', HOST, '-p', String(port)])
    return true
  } catch {
    await sleep(50)
    return false
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
