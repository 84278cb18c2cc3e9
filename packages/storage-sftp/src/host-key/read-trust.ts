import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { StorageError } from '@rittdoc-batch/core'
import type { TrustSource } from '../settings.ts'
import { HostKeyPolicy, type Server } from './host-key-policy.ts'
import { findKnownKeys, type KnownHost, parseKnownHosts } from './known-hosts.ts'

/** Reads what is known of a server's host keys. @throws StorageError `denied`, `unknown` for a file that cannot be read */
export async function readTrust(source: TrustSource, server: Server): Promise<HostKeyPolicy> {
  if ('fingerprint' in source) return new HostKeyPolicy(server, source)
  const lines: KnownHost[] = parseKnownHosts(source.text ?? '')
  const places = source.text === undefined ? [] : ['the known hosts given']
  for (const file of source.files) {
    const text = await readKnownHosts(file, server)
    places.push(text === undefined ? `${file} (not there)` : file)
    lines.push(...parseKnownHosts(text ?? ''))
  }
  return new HostKeyPolicy(server, { keys: findKnownKeys(lines, server.host, server.port), places })
}

async function readKnownHosts(file: string, server: Server): Promise<string | undefined> {
  const path = file.startsWith('~/') ? join(homedir(), file.slice(2)) : file
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const system = error instanceof Error && 'code' in error ? error.code : undefined
    if (system === 'ENOENT') return undefined
    const code = system === 'EACCES' ? 'denied' : 'unknown'
    const reason = error instanceof Error ? error.message : String(error)
    throw new StorageError(code, `Could not read the known hosts ${file}: ${reason}`, {
      ...{ storage: server.id, cause: error },
    })
  }
}
