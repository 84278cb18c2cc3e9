import type { Registry } from '@rittdoc-batch/core'
import { createRegistry } from '../compose/create-registry.ts'
import { takeoverDisplay } from '../progress/takeover-display.ts'
import type { CommandContext } from './command-context.ts'

/** Opens the registry alone, and closes it whatever happens. */
export async function withRegistry<T>(context: CommandContext, work: (registry: Registry) => Promise<T>): Promise<T> {
  const registry = createRegistry(context.loaded.config, takeoverDisplay(context.terminal))
  await registry.open()
  try {
    return await work(registry)
  } finally {
    await registry.close()
  }
}
