import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { ConfigError, type Storage, toError } from '@rittdoc-batch/core'
import type { ConfigFile } from '../config/config-schema.ts'

/** A server that takes longer to let somebody in is not worth a longer wait. */
const CONNECT_MS = 20_000

/** The storage of the section `sftp`. `agent`: socket of an SSH agent, used when the section names no way to log in. */
export async function createSftpStorage({ sftp, processing }: ConfigFile, agent: string | undefined): Promise<Storage> {
  const { host = '', port, username = '', password, passphrase, host_key_fingerprint, max_connections } = sftp
  const privateKey = sftp.private_key_path === undefined ? undefined : readKey(sftp.private_key_path)
  const hasLogin = password !== undefined || privateKey !== undefined
  if (!hasLogin && agent === undefined) {
    throw new ConfigError('sftp: set password or private_key_path, or start an SSH agent (SSH_AUTH_SOCK)')
  }
  const silenceMs = processing.storage_timeout_seconds * 1_000
  const { SftpStorage } = await import('@rittdoc-batch/storage-sftp')
  return new SftpStorage({
    ...{ host, port, username, password, privateKey, passphrase },
    agent: hasLogin ? undefined : agent,
    ...(host_key_fingerprint === undefined
      ? { knownHostsFiles: [sftp.known_hosts] }
      : { hostKeyFingerprint: host_key_fingerprint }),
    maxConnections: max_connections,
    connectTimeoutMs: Math.min(CONNECT_MS, silenceMs),
    answerTimeoutMs: silenceMs,
  })
}

function readKey(path: string): Buffer {
  try {
    return readFileSync(path.replace(/^~(?=\/)/, () => homedir()))
  } catch (error) {
    throw new ConfigError(`sftp.private_key_path: could not read ${path}: ${toError(error).message}`)
  }
}
