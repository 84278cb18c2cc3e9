import { ConfigError, LocalStorage, type Storage } from '@rittdoc-batch/core'
import type { ConfigFile } from '../config/config-schema.ts'
import { createS3Storage } from './create-s3-storage.ts'
import { createSftpStorage } from './create-sftp-storage.ts'
import type { Mode } from './settings.ts'

/** Storages for books and for packages. */
export interface Storages {
  readonly storage: Storage
  readonly output: Storage
}

/** What storages need that no configuration holds. */
export interface Surroundings {
  /** Socket of an SSH agent. @default none */
  readonly sshAgent?: string | undefined
}

/** @throws ConfigError when the configuration names no place for books, or one that cannot be reached so */
export async function createStorages(
  config: ConfigFile,
  mode: Mode,
  { sshAgent }: Surroundings = {},
): Promise<Storages> {
  if (mode === 'cli') {
    return {
      storage: new LocalStorage({ root: '/' }),
      output: new LocalStorage({ root: config.output_dir, create: true }),
    }
  }
  const section = enabledSection(config)
  const storage = await connect(section, config, sshAgent)
  const isElsewhere = config.output !== undefined && config.output.storage !== section
  const output = isElsewhere && config.output ? await connect(config.output.storage, config, sshAgent) : storage
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

async function connect(
  section: 's3' | 'sftp' | 'local',
  config: ConfigFile,
  sshAgent: string | undefined,
): Promise<Storage> {
  if (section === 'local') return new LocalStorage({ root: config.local.root ?? '.' })
  if (section === 'sftp') return createSftpStorage(config, sshAgent)
  return createS3Storage(config)
}
