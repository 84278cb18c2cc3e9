import { BatchProcessor, type BatchProcessorOptions, type Registry } from '@rittdoc-batch/core'
import type { WatchedStorage } from '@rittdoc-batch/monitor'
import { FileRegistry, type FileRegistryOptions, isPostgresUrl, PostgresRegistry } from '@rittdoc-batch/registry'
import type { ConfigFile } from '../config/config-schema.ts'
import { createConverter } from './create-converter.ts'
import { createStorages } from './create-storage.ts'
import { engineOptions, type Mode } from './settings.ts'

/** Options of {@link createBatch}. */
export interface CreateBatchOptions {
  /** `cli` for named local files, `automated` for the storage of the configuration. @default config.mode */
  readonly mode?: Mode | undefined
  /** Environment of converter programs beside the small one that they get, for example a PATH. @default {} */
  readonly converterEnv?: Readonly<Record<string, string>> | undefined
  readonly hooks?: BatchProcessorOptions['hooks']
  /** Socket of an SSH agent, for SFTP without password and key. @default none */
  readonly sshAgent?: string | undefined
  /** Told while a database of the Python system is taken over. */
  readonly onTakeover?: FileRegistryOptions['onTakeover']
  /** Told when another process does that, or upgrades the database, and has to be waited for. */
  readonly onWait?: FileRegistryOptions['onWait']
}

/** A processor with what it was put together from. `processor.close()` closes all of it. */
export interface Batch {
  readonly processor: BatchProcessor
  readonly registry: Registry
  /** Id of the storage in which the books lie. */
  readonly storage: string
  /** Where books lie and where packages go, each with the prefix of the publishers' folders. */
  readonly places: readonly WatchedStorage[]
}

/** Connections of one process to PostgreSQL at most: a claim, a renewal, a scan, and what ends at the same time. */
const CONNECTIONS = 4

/** Puts a processor together as the configuration says. Nothing is opened yet. @throws ConfigError */
export function createBatch(config: ConfigFile, options: CreateBatchOptions = {}): Batch {
  const mode = options.mode ?? config.mode
  const registry = createRegistry(config, options)
  const engine = engineOptions(config, mode)
  const { storage, output } = createStorages(config, mode, options)
  const processor = new BatchProcessor({
    ...engine,
    ...{ storage, output },
    registry,
    converter: createConverter(config, options.converterEnv ?? {}),
    hooks: options.hooks,
  })
  const places = [
    { storage, prefix: engine.inputPrefix },
    { storage: output, prefix: config.output?.prefix ?? engine.inputPrefix },
  ]
  return { processor, registry, storage: storage.id, places }
}

/** The registry alone, for commands that only look at it. */
export function createRegistry(
  { registry_db, processing }: ConfigFile,
  { onTakeover, onWait }: Pick<CreateBatchOptions, 'onTakeover' | 'onWait'> = {},
): Registry {
  const leaseMs = processing.lease_seconds * 1_000
  if (isPostgresUrl(registry_db))
    return new PostgresRegistry({ url: registry_db, leaseMs, maxConnections: CONNECTIONS })
  return new FileRegistry({ path: registry_db, leaseMs, onTakeover, onWait })
}
