import type { Owner } from '../process/owner.ts'
import type { BatchEmitter } from './events.ts'
import type { ResolvedOptions } from './options.ts'
import type { TempFolders } from './temp-folders.ts'

/** What every part of the engine works with: the resolved options and what one processor owns. */
export interface EngineContext extends ResolvedOptions {
  readonly owner: Owner
  readonly events: BatchEmitter
  readonly temp: TempFolders
}
