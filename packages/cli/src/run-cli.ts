import { readFileSync } from 'node:fs'
import { ConfigError, isBatchError, toError } from '@rittdoc-batch/core'
import type { CommandLine } from './argv/command-line.ts'
import { parseArgv } from './argv/parse-argv.ts'
import type { CommandContext } from './commands/command-context.ts'
import { EXIT, type ExitCode, exitCodeOfError } from './exit-code.ts'
import { processTerminal, type Terminal } from './render/terminal.ts'

/** Runs a command line. Everything that can go wrong ends here: in a message and an exit code. */
export async function runCli(argv: readonly string[]): Promise<ExitCode> {
  const terminal = await processTerminal()
  try {
    expectPlatform()
    return await runCommand(parseArgv(argv, readVersion()), terminal)
  } catch (error) {
    const { message, stack } = toError(error)
    terminal.note(`rittdoc-batch: ${isBatchError(error) ? message : (stack ?? message)}`)
    return exitCodeOfError(error)
  }
}

/** Commands are loaded when they are run, so that help and small commands are quick. */
async function runCommand(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  if (line.command === 'nothing') return EXIT.ok
  if (line.command === 'init') return (await import('./commands/init.ts')).init(terminal, line)
  if (line.command === 'completion') return (await import('./commands/completion.ts')).completion(line.shell)
  if (line.command === 'complete') return (await import('./commands/completion.ts')).complete(line.words)
  const context = await openContext(line, terminal)
  switch (line.command) {
    case 'convert':
      return (await import('./commands/convert.ts')).convert(context, line)
    case 'by-mode':
      if (context.loaded.config.mode === 'cli') return (await import('./commands/convert.ts')).convert(context, line)
      return automated(context)
    case 'automated':
      return automated(context)
    case 'run':
      return (await import('./commands/run.ts')).run(context)
    case 'schedule':
      return (await import('./commands/schedule.ts')).schedule(context, line)
    case 'worker':
      return (await import('./commands/worker.ts')).worker(context)
    case 'registry-copy':
      return (await import('./commands/registry-copy.ts')).registryCopy(context, line)
    case 'pause':
      return (await import('./commands/pause.ts')).pause(context, line.publishers)
    case 'resume':
      return (await import('./commands/pause.ts')).resume(context, line.publishers)
    case 'stats':
      return (await import('./commands/stats.ts')).stats(context)
    case 'retry':
      return (await import('./commands/retry.ts')).retry(context, line)
    case 'list':
      return (await import('./commands/list.ts')).list(context, line)
    case 'export':
      return (await import('./commands/export.ts')).exportFiles(context, line)
    case 'forget':
      return (await import('./commands/forget.ts')).forget(context, line)
    case 'show':
      return (await import('./commands/show.ts')).show(context, line.key)
    case 'plan':
      return (await import('./commands/plan.ts')).plan(context)
    case 'verify':
      return (await import('./commands/verify.ts')).verify(context, line)
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(context)
    case 'print-config':
      terminal.print((await import('./config/print-config.ts')).printConfig(context.loaded.config).trimEnd())
      return EXIT.ok
  }
}

/** Automated mode without a word on how often: the configuration decides. */
async function automated(context: CommandContext): Promise<ExitCode> {
  if (context.loaded.config.scheduler.enabled) {
    const { schedule } = await import('./commands/schedule.ts')
    return schedule(context, { scanOnly: false })
  }
  return (await import('./commands/run.ts')).run(context)
}

async function openContext(line: CommandLine, terminal: Terminal): Promise<CommandContext> {
  const { loadConfig } = await import('./config/load-config.ts')
  const loaded = await loadConfig({ file: line.config, env: process.env })
  if (line.config === undefined && !line.json) {
    terminal.note(
      loaded.file === undefined
        ? 'rittdoc-batch: no ./config.yaml here, using defaults'
        : `rittdoc-batch: using ./${loaded.file}`,
    )
  }
  const monitor = { ...loaded.config.monitor, ...(line.monitor === true ? { enabled: true } : {}) }
  const config = { ...loaded.config, ...logLevel(line.logLevel), monitor }
  return { loaded: { ...loaded, config }, terminal, json: line.json, env: process.env }
}

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'WARN', 'ERROR', 'CRITICAL'] as const

function logLevel(flag: string | undefined): { log_level?: (typeof LEVELS)[number] } {
  if (flag === undefined) return {}
  const level = LEVELS.find((known) => known === flag.toUpperCase())
  if (level !== undefined) return { log_level: level }
  throw new ConfigError(`Expected --log-level to be one of ${LEVELS.join(', ')}, got "${flag}"`)
}

function expectPlatform(): void {
  if (process.platform !== 'win32') return
  throw new ConfigError('rittdoc-batch runs on Linux, and with limits on macOS; on Windows use WSL or a container')
}

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return manifest.version
}
