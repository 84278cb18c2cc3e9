export { FileRegistry, type FileRegistryOptions } from './file-registry.ts'
export type { Clock } from './sqlite/clock.ts'
