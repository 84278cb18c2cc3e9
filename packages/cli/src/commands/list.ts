import type { FileRecord } from '@rittdoc-batch/core'
import type { CommandLine } from '../argv/command-line.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { oneLine } from '../logging/one-line.ts'
import { renderTable } from '../render/table.ts'
import type { CommandContext } from './command-context.ts'
import { toStatus } from './to-status.ts'
import { withRegistry } from './with-registry.ts'

type List = Pick<Extract<CommandLine, { command: 'list' }>, 'publisher' | 'status' | 'search' | 'limit'>

/** Files of the registry, newest first. */
export async function list(context: CommandContext, { publisher, status, search, limit }: List): Promise<ExitCode> {
  const query = { publisher, search, status: toStatus(status), order: 'newest' as const, limit }
  const files = await withRegistry(context, (registry) => Array.fromAsync(registry.query(query)))
  if (context.json) context.terminal.print(JSON.stringify(files, null, 2))
  else if (files.length === 0) context.terminal.print('No files.')
  else context.terminal.print(renderTable(['ID', 'STATUS', 'PUBLISHER', 'KEY', 'PACKAGE OR REASON'], files.map(row)))
  return EXIT.ok
}

function row({ id, status, publisher, key, outputPath, errorCode, errorMessage }: FileRecord): string[] {
  const reason = errorMessage === undefined ? '' : `${errorCode ?? ''}: ${errorMessage}`
  const text = status === 'completed' ? (outputPath ?? '') : reason
  return [String(id), status, oneLine(publisher), oneLine(key), oneLine(text)]
}
