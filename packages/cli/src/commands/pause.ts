import { EXIT, type ExitCode } from '../exit-code.ts'
import { oneLine } from '../logging/one-line.ts'
import type { CommandContext } from './command-context.ts'
import { withRegistry } from './with-registry.ts'

/** Begins no more files of these publishers, on any machine; what runs is finished. */
export async function pause(context: CommandContext, publishers: readonly string[]): Promise<ExitCode> {
  await withRegistry(context, async (registry) => {
    for (const publisher of publishers) await registry.pausePublisher(publisher)
  })
  return tell(context, 'paused', publishers)
}

/** Takes up paused publishers again. */
export async function resume(context: CommandContext, publishers: readonly string[]): Promise<ExitCode> {
  await withRegistry(context, async (registry) => {
    for (const publisher of publishers) await registry.resumePublisher(publisher)
  })
  return tell(context, 'resumed', publishers)
}

function tell({ terminal, json }: CommandContext, what: 'paused' | 'resumed', publishers: readonly string[]): ExitCode {
  if (json) terminal.print(JSON.stringify({ [what]: publishers }))
  else for (const publisher of publishers) terminal.print(`${oneLine(publisher)}: ${what}`)
  return EXIT.ok
}
