import { EXIT, type ExitCode } from '../exit-code.ts'
import { renderStatistics } from '../render/statistics.ts'
import type { CommandContext } from './command-context.ts'
import { withRegistry } from './with-registry.ts'

/** How many files have which status. */
export async function stats(context: CommandContext): Promise<ExitCode> {
  const statistics = await withRegistry(context, (registry) => registry.statistics())
  context.terminal.print(context.json ? JSON.stringify(statistics, null, 2) : renderStatistics(statistics))
  return EXIT.ok
}
