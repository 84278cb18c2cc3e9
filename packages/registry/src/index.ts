export { FileRegistry } from './file-registry.ts'
export type { FileRegistryOptions } from './file-registry-options.ts'
export type { Clock } from './sqlite/clock.ts'
