import { ConfigError } from '@rittdoc-batch/core'
import ssh2, { type ParsedKey } from 'ssh2'
import { normaliseFingerprint } from './host-key/fingerprint.ts'
import type { SftpStorageOptions } from './options.ts'

const LONGEST_MS = 2 ** 31 - 1
const DEFAULT_FILES = ['~/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts']

/** Where the trusted host keys come from. */
export type TrustSource =
  | { readonly fingerprint: string }
  | { readonly text: string | undefined; readonly files: readonly string[] }

/** Options with their defaults, checked. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string | undefined
  readonly key: ParsedKey | undefined
  readonly agent: string | undefined
  readonly trust: TrustSource
  /** Without a slash at the end; empty for `/`. */
  readonly root: string
  readonly maxConnections: number
  readonly connectTimeoutMs: number
  readonly answerTimeoutMs: number
  readonly idleTimeoutMs: number
  readonly plainStreams: boolean
}

/** @throws ConfigError with everything that is wrong */
export function toSettings(options: SftpStorageOptions): Settings {
  const { port = 22, root = '/', maxConnections = 4 } = options
  const times = {
    connectTimeoutMs: options.connectTimeoutMs ?? 20_000,
    answerTimeoutMs: options.answerTimeoutMs ?? 60_000,
    idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
  }
  const key = readKey(options)
  const problems = [
    (typeof options.host !== 'string' || !/^[^\s/@]+$/.test(options.host)) &&
      'Expected host to be a name or an address',
    !isWithin(port, 1, 65_535) && `Expected port to be from 1 to 65535, got ${port}`,
    !isText(options.username) && 'Expected username to be a name, got an empty text',
    ![options.password, options.privateKey, options.agent].some(isGiven) && 'Expected password, privateKey or agent',
    key instanceof Error && `Expected privateKey to be a private key that passphrase opens: ${key.message}`,
    isGiven(options.passphrase) && !isGiven(options.privateKey) && 'Expected passphrase only together with privateKey',
    ...trustProblems(options),
    !isRoot(root) && `Expected root to be an absolute path without "." and "..", got ${JSON.stringify(root)}`,
    !isWithin(maxConnections, 1, 64) && `Expected maxConnections to be from 1 to 64, got ${maxConnections}`,
    ...Object.entries(times).map(
      ([name, ms]) => !isWithin(ms, 1, LONGEST_MS) && `Expected ${name} to be from 1 to ${LONGEST_MS}, got ${ms}`,
    ),
  ].filter((problem) => problem !== false)
  if (problems.length > 0) throw new ConfigError(`Could not set up SFTP: ${problems.join('; ')}`, problems)
  return {
    ...{ host: options.host, port, username: options.username, password: options.password, agent: options.agent },
    ...{ key: key instanceof Error ? undefined : key, trust: toTrust(options), root: root.replace(/\/+$/, '') },
    ...{ maxConnections, ...times, plainStreams: options.plainStreams ?? false },
  }
}

function readKey({ privateKey, passphrase }: SftpStorageOptions): ParsedKey | Error | undefined {
  if (!isGiven(privateKey)) return undefined
  const content = typeof privateKey === 'string' ? privateKey : Buffer.from(privateKey ?? '')
  const parsed: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(content, passphrase)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  if (key === undefined || key instanceof Error) return key ?? new Error('there is no key in it')
  return key.isPrivateKey() ? key : new Error('it is a public key')
}

function toTrust({ hostKeyFingerprint, knownHosts, knownHostsFiles }: SftpStorageOptions): TrustSource {
  if (hostKeyFingerprint !== undefined) return { fingerprint: normaliseFingerprint(hostKeyFingerprint) ?? '' }
  return { text: knownHosts, files: knownHostsFiles ?? (knownHosts === undefined ? DEFAULT_FILES : []) }
}

function trustProblems({ hostKeyFingerprint, knownHosts, knownHostsFiles }: SftpStorageOptions): (string | false)[] {
  const hasBoth = knownHosts !== undefined || knownHostsFiles !== undefined
  const isWrong = hostKeyFingerprint !== undefined && normaliseFingerprint(hostKeyFingerprint) === undefined
  return [
    isWrong && `Expected hostKeyFingerprint to be "SHA256:" and 43 characters of base64, got "${hostKeyFingerprint}"`,
    hostKeyFingerprint !== undefined && hasBoth && 'Expected either hostKeyFingerprint or known hosts, got both',
  ]
}

function isRoot(root: string): boolean {
  return root.startsWith('/') && !root.includes('\0') && !root.split('/').some((part) => part === '.' || part === '..')
}

function isGiven(value: string | Uint8Array | undefined): boolean {
  return value !== undefined && value.length > 0
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
