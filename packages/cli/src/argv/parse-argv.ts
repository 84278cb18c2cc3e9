import { ConfigError } from '@rittdoc-batch/core'
import { type CAC, cac } from 'cac'
import { suggest } from '../config/suggest.ts'
import { type CommandLine, DEFAULT_PUBLISHER } from './command-line.ts'
import { defineShared, registryCommand } from './define-shared.ts'
import { defineUpkeep, upkeepCommand } from './define-upkeep.ts'
import { expandFiles } from './expand-files.ts'
import { MONITOR } from './monitor-flag.ts'
import { rawOption } from './raw-option.ts'

type Flags = Readonly<Record<string, unknown>>

const ANY_LIMIT = 50

/**
 * Understands a command line without running anything. Help and version are printed here.
 * @throws ConfigError for flags and commands that do not exist, and for contradictions
 */
export function parseArgv(argv: readonly string[], version: string): CommandLine {
  if (argv[0] === 'complete') return { command: 'complete', json: false, words: argv.slice(argv[1] === '--' ? 2 : 1) }
  const expanded = expandFiles(argv)
  const cli = defineCommands(version)
  const { args, options } = cli.parse(['node', 'rittdoc-batch', ...expanded], { run: false })
  if (options.help || options.version) return { command: 'nothing', json: false }
  expectKnownFlags(cli, options)
  return toCommandLine(cli.matchedCommandName ?? '', { args: [...args], options, argv: expanded })
}

/** Every command with its flags. */
export function defineCommands(version: string): CAC {
  const cli = cac('rittdoc-batch')
  cli
    .option('--config <file>', 'Configuration file (default: ./config.yaml if it is there)')
    .option('--log-level <level>', 'DEBUG, INFO, WARNING or ERROR')
    .option('--json', 'Print results as JSON')
  cli
    .command('[...files]', 'Convert named files, or work on the configured storage')
    .option('--mode <mode>', 'cli (named files) or automated (configured storage)')
    .option('--files <files...>', 'Files to convert (CLI mode)')
    .option('--publisher <name>', `Publisher of the files (default: ${DEFAULT_PUBLISHER})`)
    .option('--run-once', 'Automated mode: one run, then end')
    .option('--schedule', 'Automated mode: run again and again')
    .option('--stats', 'Print how many files have which status')
    .option('--reset-failed', 'Make failed files due again')
    .option('--force', 'Convert files even when they are unchanged')
    .option('--output-dir <dir>', 'Folder for packages (CLI mode)')
    .option('--report <file>', 'Write what became of each file as JSON (CLI mode)')
    .option('--monitor', MONITOR)
    .option('--print-config', 'Print the configuration in effect, without secrets')
    .example('rittdoc-batch --mode cli --files book1.pdf book2.epub --publisher AcmeBooks')
    .example('rittdoc-batch --mode automated --config config.yaml --run-once')
    .example('rittdoc-batch --stats --config config.yaml')
  defineWork(cli)
  defineShared(cli)
  defineLooks(cli)
  defineUpkeep(cli)
  cli.help().version(version)
  return cli
}

function defineWork(cli: CAC): void {
  cli
    .command('convert <...files>', 'Convert the named files')
    .option('--publisher <name>', `Publisher of the files (default: ${DEFAULT_PUBLISHER})`)
    .option('--force', 'Convert even what is unchanged')
    .option('--output-dir <dir>', 'Folder for packages')
    .option('--report <file>', 'Write what became of each file as JSON')
    .example('rittdoc-batch convert *.epub --publisher AcmeBooks')
  cli
    .command('run', 'Work through the configured storage once')
    .option('--monitor', MONITOR)
    .example('rittdoc-batch run --config config.yaml')
  cli
    .command('schedule', 'Work through the configured storage again and again')
    .option('--scan-only', 'Only look for new books, for workers to convert')
    .option('--monitor', MONITOR)
    .example('rittdoc-batch schedule')
  cli
    .command('retry [...keys]', 'Make failed files due again')
    .option('--publisher <name>', 'Only files of this publisher')
    .option('--code <code>', 'Only files that failed with this code')
    .example('rittdoc-batch retry --publisher AcmeBooks --code timeout')
  cli
    .command('init [file]', 'Write a configuration to begin with')
    .option('--storage <name>', 'Where the books lie: local, s3 or sftp (default: local)')
    .option('--force', 'Replace a file that is there')
    .example('rittdoc-batch init config.yaml --storage s3')
}

function defineLooks(cli: CAC): void {
  cli.command('stats', 'Print how many files have which status').example('rittdoc-batch stats --json')
  cli
    .command('list', 'List files, newest first')
    .option('--publisher <name>', 'Only files of this publisher')
    .option('--status <status>', 'Only files of this status')
    .option('--search <text>', 'Only files whose name contains this')
    .option('--limit <n>', `At most this many (default: ${ANY_LIMIT})`)
    .example('rittdoc-batch list --status failed')
  cli.command('show <key>', 'Show one file with all attempts').example('rittdoc-batch show PublisherA/book.pdf')
  cli.command('plan', 'Show what a run would do, and do nothing').example('rittdoc-batch plan --config config.yaml')
  cli
    .command('verify', 'Compare the registry with the storage')
    .option('--fix', 'Put right what can be put right')
    .example('rittdoc-batch verify --fix')
  cli.command('doctor', 'Check everything that a run needs, storage included').example('rittdoc-batch doctor')
}

/** cac finds unknown flags only while it runs a command. */
function expectKnownFlags(cli: CAC, options: Flags): void {
  const known = [...cli.globalCommand.options, ...(cli.matchedCommand?.options ?? [])].map(({ name }) => name)
  for (const name of Object.keys(options)) {
    if (name === '--' || known.includes(name)) continue
    const flag = name.length === 1 ? `-${name}` : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    const hint = suggest(
      flag,
      known.map((other) => `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`),
    )
    throw new ConfigError(`Unknown flag ${flag}.${hint} See rittdoc-batch --help`)
  }
}

interface Parsed {
  readonly args: readonly string[]
  readonly options: Flags
  readonly argv: readonly string[]
}

function toCommandLine(name: string, parsed: Parsed): CommandLine {
  const { args, options, argv } = parsed
  const flag = (key: string) => rawOption(argv, `--${key}`)
  const isMonitored = options.monitor === true ? { monitor: true } : {}
  const common = { config: flag('config'), logLevel: flag('log-level'), json: options.json === true, ...isMonitored }
  const convert = {
    files: [...args, ...values(options.files)],
    publisher: flag('publisher') ?? DEFAULT_PUBLISHER,
    force: options.force === true,
    outputDir: flag('output-dir'),
    report: flag('report'),
  }
  switch (name) {
    case '':
      return { ...common, ...byFlags(parsed, convert) }
    case 'convert':
      return { ...common, command: 'convert', ...convert }
    case 'retry':
      return { ...common, command: 'retry', keys: args, publisher: flag('publisher'), code: flag('code') }
    case 'list': {
      const limit = toLimit(flag('limit'))
      return {
        ...common,
        command: 'list',
        publisher: flag('publisher'),
        status: flag('status'),
        search: flag('search'),
        limit,
      }
    }
    case 'export':
    case 'forget':
    case 'completion':
      return { ...common, ...upkeepCommand(name, args, { flag, options }) }
    case 'schedule':
      return { ...common, command: 'schedule', scanOnly: options.scanOnly === true }
    case 'registry':
      return { ...common, ...registryCommand(args, { flag, options }) }
    case 'pause':
    case 'resume':
      return { ...common, command: name, publishers: args }
    case 'show':
      return { ...common, command: 'show', key: String(args[0]) }
    case 'verify':
      return { ...common, command: 'verify', fix: options.fix === true }
    case 'init':
      return {
        ...{ ...common, command: 'init', file: args[0] ?? 'config.yaml', force: options.force === true },
        storage: flag('storage') ?? 'local',
      }
    default:
      return { ...common, command: name as 'run' | 'worker' | 'stats' | 'plan' | 'doctor' }
  }
}

type ConvertFlags = Omit<Extract<CommandLine, { command: 'convert' }>, 'command' | 'json' | 'config' | 'logLevel'>

/** The documented way: no command, only flags. */
function byFlags({ options, args, argv }: Parsed, convert: ConvertFlags) {
  const mode = rawOption(argv, '--mode')
  if (mode !== undefined && mode !== 'cli' && mode !== 'automated') {
    throw new ConfigError(
      `Expected --mode to be cli or automated, got "${mode}".${suggest(mode, ['cli', 'automated'])}`,
    )
  }
  if (options.files === undefined && args.length > 0) {
    const [word = ''] = args
    const hint = suggest(word, COMMANDS)
    throw new ConfigError(`Unknown command "${word}".${hint} To convert files: rittdoc-batch convert ${args.join(' ')}`)
  }
  if (options.stats) return { command: 'stats' as const }
  if (options.resetFailed) return { command: 'retry' as const, keys: [] }
  if (options.printConfig) return { command: 'print-config' as const }
  if (options.runOnce && options.schedule) throw new ConfigError('Expected either --run-once or --schedule, got both')
  const isAutomated = mode === 'automated' || options.runOnce || options.schedule
  if (mode === 'cli' && (options.runOnce || options.schedule)) {
    throw new ConfigError('--run-once and --schedule belong to --mode automated')
  }
  if (isAutomated && convert.files.length > 0) throw new ConfigError('--files belongs to --mode cli')
  if (options.runOnce) return { command: 'run' as const }
  if (options.schedule) return { command: 'schedule' as const, scanOnly: false }
  if (isAutomated) return { command: 'automated' as const }
  return mode === 'cli' || convert.files.length > 0
    ? { command: 'convert' as const, ...convert }
    : { command: 'by-mode' as const, ...convert }
}

const COMMANDS = [
  ...['convert', 'run', 'schedule', 'worker', 'stats', 'retry', 'pause', 'resume', 'list', 'show', 'plan', 'verify'],
  ...['init', 'doctor', 'registry', 'export', 'forget', 'completion'],
]

function values(value: unknown): string[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map(String)
}

function toLimit(text: string | undefined): number {
  const limit = Number(text ?? ANY_LIMIT)
  if (Number.isInteger(limit) && limit > 0) return limit
  throw new ConfigError(`Expected --limit to be a whole number from 1, got "${text}"`)
}
