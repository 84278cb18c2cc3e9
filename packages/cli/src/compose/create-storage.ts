import { ConfigError, LocalStorage, type Storage } from '@rittdoc-batch/core'
import type { ConfigFile } from '../config/config-schema.ts'
import type { Mode } from './settings.ts'

/** Storages for books and for packages. */
export interface Storages {
  readonly storage: Storage
  readonly output: Storage
}

/** @throws ConfigError when the configuration names no place for books, or one that this version cannot reach */
export function createStorages(config: ConfigFile, mode: Mode): Storages {
  if (mode === 'cli') {
    return {
      storage: new LocalStorage({ root: '/' }),
      output: new LocalStorage({ root: config.output_dir, create: true }),
    }
  }
  const storage = connect(enabledSection(config), config)
  const output = config.output === undefined ? storage : connect(config.output.storage, config)
  return { storage, output }
}

function enabledSection({ s3, sftp, local }: ConfigFile): 's3' | 'sftp' | 'local' {
  if (local.enabled) return 'local'
  if (sftp.enabled || (s3.enabled && s3.use_sftp)) return 'sftp'
  if (s3.enabled) return 's3'
  throw new ConfigError(
    'Automated mode needs a place where books lie: set enabled: true in exactly one of the sections s3, sftp and local. "rittdoc-batch init" writes a configuration to begin with',
  )
}

function connect(section: 's3' | 'sftp' | 'local', { local }: ConfigFile): Storage {
  if (section === 'local') return new LocalStorage({ root: local.root ?? '.' })
  throw new ConfigError(
    `This version has no adapter for ${section === 's3' ? 'S3' : 'SFTP'} storage yet; use the section local`,
  )
}
