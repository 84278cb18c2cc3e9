import { copyRegistry } from '@rittdoc-batch/registry'
import type { CommandLine } from '../argv/command-line.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { bar } from '../render/bar.ts'
import type { CommandContext } from './command-context.ts'

type RegistryCopy = Pick<Extract<CommandLine, { command: 'registry-copy' }>, 'from' | 'to' | 'force'>

/** Copies a registry into another one, and tells how many rows either has. */
export async function registryCopy({ terminal, json }: CommandContext, copy: RegistryCopy): Promise<ExitCode> {
  const counts = await copyRegistry({
    ...copy,
    onProgress: ({ done, total }) =>
      terminal.status(`${bar(total === 0 ? 1 : done / total)} ${done} of ${total} rows copied`),
  }).finally(() => terminal.status(''))
  const text = Object.entries(counts).map(([table, rows]) => `${table}: ${rows}`)
  terminal.print(json ? JSON.stringify(counts) : `Copied, and alike: ${text.join(', ')}`)
  return EXIT.ok
}
