export { Monitor } from './monitor.ts'
export type { MonitorOptions } from './monitor-options.ts'
export { type Advice, ERROR_ADVICE } from './page/error-advice.ts'
export type { WatchedParts, WatchedStorage } from './watch/watched.ts'
