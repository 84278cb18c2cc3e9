export { type Batch, type CreateBatchOptions, createBatch, createRegistry } from './compose/create-batch.ts'
export { type ConfigFile, configSchema } from './config/config-schema.ts'
export { type LoadConfigOptions, type LoadedConfig, loadConfig, parseConfig } from './config/load-config.ts'
