import type { ErrorCode } from '@rittdoc-batch/core'
import type { CommandLine } from '../argv/command-line.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { CommandContext } from './command-context.ts'
import { withRegistry } from './with-registry.ts'

type Retry = Pick<Extract<CommandLine, { command: 'retry' }>, 'publisher' | 'code' | 'keys'>

/** Makes failed files due again, with no retries counted. */
export async function retry(context: CommandContext, { publisher, code, keys }: Retry): Promise<ExitCode> {
  const filter = { publisher, code: code as ErrorCode | undefined, status: 'failed' as const }
  const reset = await withRegistry(context, async (registry) => {
    if (keys.length === 0) return registry.change(filter, 'pending')
    const counts = await Promise.all(keys.map((key) => registry.change({ ...filter, key }, 'pending')))
    return counts.reduce((sum, count) => sum + count, 0)
  })
  const text = `Reset ${reset} failed file${reset === 1 ? '' : 's'} to pending`
  context.terminal.print(context.json ? JSON.stringify({ reset }) : text)
  return EXIT.ok
}
