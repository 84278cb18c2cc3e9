import type { FileQuery, Registry } from '@rittdoc-batch/core'
import type { CommandLine } from '../argv/command-line.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { CommandContext } from './command-context.ts'
import { withRegistry } from './with-registry.ts'

type Forget = Pick<Extract<CommandLine, { command: 'forget' }>, 'olderThanMs' | 'publisher' | 'dryRun'>

/** Deletes completed files and their attempts; their versions stay known, so that no scan takes them for new. */
export async function forget(context: CommandContext, { olderThanMs, publisher, dryRun }: Forget): Promise<ExitCode> {
  const completedBefore = new Date(Date.now() - olderThanMs)
  const query = { status: 'completed', completedBefore, publisher } as const
  const files = await withRegistry(context, (registry) =>
    dryRun ? count(registry, query) : registry.change(query, 'forgotten'),
  )
  const what = `${files} file${files === 1 ? '' : 's'} completed before ${completedBefore.toISOString()}`
  const text = dryRun ? `Would forget ${what}` : `Forgot ${what}`
  context.terminal.print(context.json ? JSON.stringify({ [dryRun ? 'found' : 'forgotten']: files }) : text)
  return EXIT.ok
}

async function count(registry: Registry, query: FileQuery): Promise<number> {
  let files = 0
  for await (const _ of registry.query(query)) files++
  return files
}
