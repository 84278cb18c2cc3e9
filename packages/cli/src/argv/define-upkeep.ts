import { ConfigError } from '@rittdoc-batch/core'
import type { CAC } from 'cac'
import type { CommandLine } from './command-line.ts'

/** Commands that look after what has been recorded. */
export function defineUpkeep(cli: CAC): void {
  cli
    .command('export', 'Write files out, for spreadsheets and programs')
    .option('--format <format>', 'csv or jsonl (default: csv)')
    .option('--publisher <name>', 'Only files of this publisher')
    .option('--status <status>', 'Only files of this status')
    .option('--search <text>', 'Only files whose name contains this')
    .example('rittdoc-batch export --format csv --status failed > failed.csv')
  cli
    .command('forget', 'Delete completed files from the registry; they are not converted again')
    .option('--older-than <time>', 'Completed longer ago than this: 90d, 12h')
    .option('--publisher <name>', 'Only files of this publisher')
    .option('--dry-run', 'Tell how many there are, and delete none')
    .example('rittdoc-batch forget --older-than 90d --dry-run')
  cli
    .command('completion <shell>', 'Print what makes a shell complete commands: bash, zsh or fish')
    .example('source <(rittdoc-batch completion bash)')
}

/** What was given with a command. */
export interface Given {
  /** The text after a flag. */
  flag(name: string): string | undefined
  readonly options: Readonly<Record<string, unknown>>
}

type Upkeep = Extract<CommandLine, { command: 'export' | 'forget' | 'completion' }>
type Own<Line> = Line extends unknown ? Omit<Line, 'config' | 'logLevel' | 'json' | 'monitor'> : never

/** What was asked for. @throws ConfigError */
export function upkeepCommand(name: Upkeep['command'], args: readonly string[], { flag, options }: Given): Own<Upkeep> {
  const publisher = flag('publisher')
  if (name === 'completion') return { command: name, shell: args[0] ?? '' }
  if (name === 'export') {
    return { command: name, format: flag('format') ?? 'csv', publisher, status: flag('status'), search: flag('search') }
  }
  return { command: name, olderThanMs: toMs(flag('older-than')), publisher, dryRun: options.dryRun === true }
}

const UNITS_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }

function toMs(text = ''): number {
  const [, number, unit = ''] = /^(\d+)([hdw])$/.exec(text) ?? []
  const ms = Number(number) * (UNITS_MS[unit] ?? Number.NaN)
  if (ms > 0 && ms < Date.now()) return ms
  throw new ConfigError(`Expected --older-than to be a time such as 90d, 12h or 8w, got "${text}"`)
}
