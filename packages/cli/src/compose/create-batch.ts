import { BatchProcessor, type BatchProcessorOptions, type Registry } from '@rittdoc-batch/core'
import type { WatchedStorage } from '@rittdoc-batch/monitor'
import type { ConfigFile } from '../config/config-schema.ts'
import { createConverter } from './create-converter.ts'
import { type CreateRegistryOptions, createRegistry } from './create-registry.ts'
import { createStorages } from './create-storage.ts'
import { engineOptions, type Mode } from './settings.ts'

/** Options of {@link createBatch}. */
export interface CreateBatchOptions extends CreateRegistryOptions {
  /** `cli` for named local files, `automated` for the storage of the configuration. @default config.mode */
  readonly mode?: Mode | undefined
  /** Environment of converter programs beside the small one that they get, for example a PATH. @default {} */
  readonly converterEnv?: Readonly<Record<string, string>> | undefined
  readonly hooks?: BatchProcessorOptions['hooks']
  /** Socket of an SSH agent, for SFTP without password and key. @default none */
  readonly sshAgent?: string | undefined
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

/** Puts a processor together as the configuration says. Nothing is opened yet. @throws ConfigError */
export async function createBatch(config: ConfigFile, options: CreateBatchOptions = {}): Promise<Batch> {
  const mode = options.mode ?? config.mode
  const registry = createRegistry(config, options)
  const engine = engineOptions(config, mode)
  const { storage, output } = await createStorages(config, mode, options)
  const processor = new BatchProcessor({
    ...engine,
    ...{ storage, output },
    registry,
    converter: await createConverter(config, options.converterEnv ?? {}),
    hooks: options.hooks,
  })
  const places = [
    { storage, prefix: engine.inputPrefix },
    { storage: output, prefix: config.output?.prefix ?? engine.inputPrefix },
  ]
  return { processor, registry, storage: storage.id, places }
}
