export { FileRegistry } from './file-registry.ts'
export type { FileRegistryOptions } from './file-registry-options.ts'
export type { Clock } from './sqlite/clock.ts'
export type { TakeoverProgress } from './takeover/take-over.ts'
