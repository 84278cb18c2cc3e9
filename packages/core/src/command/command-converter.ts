import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Converter, ConvertFile, ConvertJob, ConvertResult } from '../contracts/converter.ts'
import { ConvertError, toError } from '../errors.ts'
import { superviseProcess } from '../process/supervise.ts'
import { fillTemplate } from './argument-template.ts'
import { logLines } from './command-log.ts'
import { type CommandConverterOptions, type Commands, commandsOf, listFor } from './command-options.ts'
import { findProgram } from './find-program.ts'
import { takeResult } from './take-result.ts'

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Any external program as a converter: started without a shell, without stdin and with a small environment, in the
 * private work folder, and ended with everything it started when its time, its memory or the run is over.
 *
 * Rejects with `input` when the program left a file that means failure or an exit code that does, `invalid_output` when
 * it left no clear result, `transient` when it failed otherwise.
 */
export class CommandConverter implements Converter {
  readonly id: string
  readonly produces: Converter['produces']
  readonly #commands: Commands
  readonly #options: CommandConverterOptions
  readonly #path: string

  /** @throws ConfigError naming every problem */
  constructor(options: CommandConverterOptions) {
    this.#commands = commandsOf(options)
    this.#options = options
    this.#path = options.env?.PATH ?? SYSTEM_PATH
    this.produces = options.produces ?? 'rittdoc'
    this.id = options.id ?? `command@${[...this.#commands.command.values()][0]?.[0]?.split('/').at(-1) ?? ''}`
  }

  accepts(file: ConvertFile): true | string {
    return listFor(this.#commands.command, file.format) === undefined
      ? `no converter command is set for ${file.format} files`
      : true
  }

  /** @throws ConvertError `internal` naming every program that is not there or not executable */
  async check(): Promise<void> {
    const programs = [...new Set([...this.#commands.command.values()].map(([program = '']) => program))]
    const found = await Promise.all(programs.map((program) => findProgram(program, this.#path)))
    const missing = programs.filter((_, index) => found[index] === undefined)
    if (missing.length === 0) return
    throw new ConvertError(
      'internal',
      `Could not find the converter program ${missing.join(' and ')} as an executable file (PATH is ${this.#path})`,
    )
  }

  async convert(job: ConvertJob): Promise<ConvertResult> {
    const outputDir = join(job.workDir, 'output')
    const [program = '', ...args] = this.#arguments(job, outputDir)
    await mkdir(outputDir)
    const result = await superviseProcess({
      file: (await findProgram(program, this.#path)) ?? program,
      args,
      cwd: job.workDir,
      env: { PATH: this.#path, HOME: job.workDir, LANG: 'C.UTF-8', TMPDIR: job.workDir, ...this.#options.env },
      timeoutMs: job.timeoutMs,
      memoryLimitBytes: job.memoryLimitBytes,
      signal: job.signal,
      onLine: logLines(job.log.bind(job)),
    })
    if (result.sweptProcesses > 0) {
      job.log('warn', `${program} left processes running; they were killed (${result.sweptProcesses})`)
    }
    await takeResult({ program, result, outputDir, output: job.output }, this.#options)
    return { metrics: { convertMs: Math.round(result.durationMs), peakMemoryBytes: result.peakMemoryBytes } }
  }

  #arguments({ input, output, file, options }: ConvertJob, outputDir: string): string[] {
    const command = listFor(this.#commands.command, file.format)
    if (command === undefined) {
      throw new ConvertError(
        'input',
        `Could not convert ${file.key}: no converter command is set for ${file.format} files`,
      )
    }
    const fontOnlyArgs = options.fontOnlyStructure ? (listFor(this.#commands.fontOnlyArgs, file.format) ?? []) : []
    const template = [...command, ...fontOnlyArgs]
    try {
      return fillTemplate(template, { input, output, output_dir: outputDir, publisher: file.publisher })
    } catch (error) {
      throw new ConvertError('input', `Could not convert ${file.key}: ${toError(error).message}`, { cause: error })
    }
  }
}
