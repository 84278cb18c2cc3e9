import { access, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Converter, ConvertFile, ConvertJob, ConvertResult } from '../contracts/converter.ts'
import { ConfigError, ConvertError } from '../errors.ts'
import { type SuperviseResult, superviseProcess } from '../process/supervise.ts'
import { fillTemplate, PLACEHOLDERS, unknownPlaceholders } from './argument-template.ts'
import { chooseOutput } from './choose-output.ts'
import { findProgram } from './find-program.ts'

/** Options of {@link CommandConverter}. */
export interface CommandConverterOptions {
  /**
   * Program and arguments, or one such list per extension (`{ '.epub': […], '.pdf': […] }`). `{input}`, `{output_dir}`,
   * `{output}` and `{publisher}` inside an argument are replaced; no shell takes part.
   */
  readonly command: readonly string[] | Readonly<Record<string, readonly string[]>>
  /**
   * Globs over the files left in `{output_dir}`, in order of preference; the first that matches must match exactly one
   * file. Not used when the program has written to `{output}`. @default ['*.zip']
   */
  readonly outputPatterns?: readonly string[] | undefined
  /** Globs of files that are never a result; when nothing else is there, they mean that the book failed. @default [] */
  readonly failurePatterns?: readonly string[] | undefined
  /** Arguments added at the end when structure is to be decided from fonts only. @default [] */
  readonly fontOnlyArgs?: readonly string[] | undefined
  /** Exit codes that mean that this book can never work; all others but 0 are worth a retry. @default [] */
  readonly inputErrorExitCodes?: readonly number[] | undefined
  /** Added to the small environment (PATH, HOME, LANG, TMPDIR) that the program gets. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** PATH of the program. @default the usual system folders */
  readonly path?: string | undefined
  /** `name@version` for the records. @default `command@` and the program's name */
  readonly id?: string | undefined
  /** What the result must be. @default 'rittdoc' */
  readonly produces?: Converter['produces'] | undefined
}

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Any external program as a converter: started without a shell, without stdin and with a small environment, in the
 * private work folder, and ended with everything it started when its time, its memory or the run is over.
 */
export class CommandConverter implements Converter {
  readonly id: string
  readonly produces: Converter['produces']
  readonly #commands: Readonly<Record<string, readonly string[]>>
  readonly #options: CommandConverterOptions
  readonly #path: string

  /** @throws ConfigError naming every problem */
  constructor(options: CommandConverterOptions) {
    const { command } = options
    this.#commands = Array.isArray(command) ? { '*': command } : { ...(command as Record<string, readonly string[]>) }
    const problems = findProblems(this.#commands)
    if (problems.length > 0) throw new ConfigError(`Invalid converter command: ${problems.join('; ')}`, problems)
    this.#options = options
    this.#path = options.path ?? SYSTEM_PATH
    this.produces = options.produces ?? 'rittdoc'
    this.id = options.id ?? `command@${Object.values(this.#commands)[0]?.[0]?.split('/').at(-1) ?? ''}`
  }

  accepts(file: ConvertFile): true | string {
    return this.#commandFor(file) === undefined ? `no converter command is set for ${file.format} files` : true
  }

  async check(): Promise<void> {
    for (const [program = ''] of Object.values(this.#commands)) {
      if ((await findProgram(program, this.#path)) !== undefined) continue
      throw new ConvertError(
        'internal',
        `Could not find the converter program ${program} on ${this.#path}, or it is not executable`,
      )
    }
  }

  async convert(job: ConvertJob): Promise<ConvertResult> {
    const command = this.#commandFor(job.file)
    if (command === undefined) {
      throw new ConvertError(
        'input',
        `Could not convert ${job.file.key}: no converter command is set for ${job.file.format} files`,
      )
    }
    const outputDir = join(job.workDir, 'output')
    await mkdir(outputDir)
    const result = await this.#run(command, outputDir, job)
    this.#expectSuccess(command, result)
    await this.#takeResult(outputDir, job, result)
    return { metrics: { exitCode: result.exitCode ?? 0, peakMemoryBytes: result.peakMemoryBytes } }
  }

  #commandFor(file: ConvertFile): readonly string[] | undefined {
    return this.#commands[file.format] ?? this.#commands['*']
  }

  async #run(command: readonly string[], outputDir: string, job: ConvertJob): Promise<SuperviseResult> {
    const template = job.options.fontOnlyStructure ? [...command, ...(this.#options.fontOnlyArgs ?? [])] : command
    const { input, output, file } = job
    const [program = '', ...args] = fillTemplate(template, {
      input,
      output,
      output_dir: outputDir,
      publisher: file.publisher,
    })
    return superviseProcess({
      file: (await findProgram(program, this.#path)) ?? program,
      args,
      cwd: job.workDir,
      env: { PATH: this.#path, HOME: job.workDir, LANG: 'C.UTF-8', TMPDIR: job.workDir, ...this.#options.env },
      timeoutMs: job.timeoutMs,
      memoryLimitBytes: job.memoryLimitBytes,
      signal: job.signal,
      onLine: (line) => job.log('debug', line),
    })
  }

  #expectSuccess([program = '']: readonly string[], result: SuperviseResult): void {
    const { exitCode, exitSignal, stderrTail } = result
    if (exitCode === 0) return
    const ending = exitCode === undefined ? `was ended by ${exitSignal}` : `failed with exit code ${exitCode}`
    const lastLine = stderrTail.trim().split('\n').at(-1) ?? ''
    const isInput = exitCode !== undefined && this.#options.inputErrorExitCodes?.includes(exitCode)
    const message = `${program} ${ending}${lastLine === '' ? '' : `: ${lastLine.slice(0, 500)}`}`
    throw new ConvertError(isInput ? 'input' : 'transient', message, { exitCode, exitSignal, stderrTail })
  }

  async #takeResult(outputDir: string, job: ConvertJob, { exitCode, stderrTail }: SuperviseResult): Promise<void> {
    const wroteOutput = await access(job.output).then(
      () => true,
      () => false,
    )
    if (wroteOutput) return
    const { outputPatterns = ['*.zip'], failurePatterns = [] } = this.#options
    const chosen = await chooseOutput(outputDir, { outputPatterns, failurePatterns }).catch((error: unknown) => {
      if (!(error instanceof ConvertError)) throw error
      const code = error.code === 'input' ? 'input' : 'invalid_output'
      throw new ConvertError(code, error.message, { ...error.context, exitCode, stderrTail, cause: error })
    })
    await rename(chosen, job.output)
  }
}

function findProblems(commands: Readonly<Record<string, readonly string[]>>): string[] {
  const known = PLACEHOLDERS.map((name) => `{${name}}`).join(', ')
  return Object.entries(commands).flatMap(([format, command]) => {
    const where = format === '*' ? 'command' : `command for ${format}`
    const unknown = unknownPlaceholders(command).map(
      (name) => `unknown placeholder {${name}} in ${where}, expected one of ${known}`,
    )
    return command.length === 0 || command[0] === '' ? [`Expected ${where} to name a program, got nothing`] : unknown
  })
}
