export { type Batch, type CreateBatchOptions, createBatch } from './compose/create-batch.ts'
export { type CreateRegistryOptions, createRegistry } from './compose/create-registry.ts'
export { type ConfigFile, configSchema } from './config/config-schema.ts'
export { type LoadConfigOptions, type LoadedConfig, loadConfig, parseConfig } from './config/load-config.ts'
