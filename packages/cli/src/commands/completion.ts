import { script } from '@bomb.sh/tab'
import tabOf from '@bomb.sh/tab/cac'
import { ConfigError } from '@rittdoc-batch/core'
import { defineCommands } from '../argv/parse-argv.ts'
import { suggest } from '../config/suggest.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { STATUSES } from './to-status.ts'

const NAME = 'rittdoc-batch'
const SHELLS = ['bash', 'zsh', 'fish']

/** Values of flags that are one of a few words. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  status: STATUSES,
  format: ['csv', 'jsonl'],
  mode: ['cli', 'automated'],
  'log-level': ['DEBUG', 'INFO', 'WARNING', 'ERROR'],
  storage: ['local', 's3', 'sftp'],
}

/** Prints the script that makes a shell ask {@link complete}. */
export function completion(shell: string): ExitCode {
  if (!SHELLS.includes(shell)) {
    throw new ConfigError(`Expected a shell: ${SHELLS.join(', ')}; got "${shell}".${suggest(shell, SHELLS)}`)
  }
  script(shell, NAME, NAME)
  return EXIT.ok
}

/** Tells a shell what may follow the words that have been typed. */
export async function complete(words: readonly string[]): Promise<ExitCode> {
  const root = await tabOf(defineCommands(''))
  for (const command of [root, ...root.commands.values()]) {
    for (const [name, option] of command.options) {
      const values = VALUES[name]
      if (values !== undefined) option.handler = (add) => values.forEach((value) => void add(value, ''))
    }
  }
  root.parse([...words])
  return EXIT.ok
}
