import type { LoadedConfig } from '../config/load-config.ts'
import type { Terminal } from '../render/terminal.ts'

/** What a command works with. */
export interface CommandContext {
  readonly loaded: LoadedConfig
  readonly terminal: Terminal
  readonly json: boolean
  /** Environment of the process; read here and handed on, never read elsewhere. */
  readonly env: Readonly<Record<string, string | undefined>>
}
