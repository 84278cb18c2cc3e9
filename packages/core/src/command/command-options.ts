import type { Converter } from '../contracts/converter.ts'
import { ConfigError } from '../errors.ts'
import { PLACEHOLDERS, unknownPlaceholders } from './argument-template.ts'

/** Options of {@link CommandConverter}. */
export interface CommandConverterOptions {
  /**
   * Program and arguments, or one such list per extension (`{ '.epub': […], '.pdf': […] }`). `{input}`, `{output_dir}`,
   * `{output}` and `{publisher}` inside an argument are replaced; no shell takes part.
   * @example ['python3', '/opt/pipeline/epub_pipeline.py', '{input}', '{output_dir}', '--no-interactive']
   */
  readonly command: readonly string[] | Readonly<Record<string, readonly string[]>>
  /**
   * Globs over the names in `{output_dir}` (and the paths below it, for a pattern with a slash), in order of preference;
   * the first that matches must match exactly one file. Not used when the program has written to `{output}`.
   * @default ['*.zip']
   */
  readonly outputPatterns?: readonly string[] | undefined
  /** Globs of files which mean that the book failed, whatever else is there and whatever the exit code. @default [] */
  readonly failurePatterns?: readonly string[] | undefined
  /**
   * Arguments added at the end when structure is to be decided from fonts only; or one such list per extension, for
   * programs of which not all know the flag. @default []
   */
  readonly fontOnlyArgs?: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined
  /**
   * Exit codes that mean that this book can never work. Why a program failed is otherwise unknown, so all others but 0
   * are worth a retry. @default []
   */
  readonly inputErrorExitCodes?: readonly number[] | undefined
  /**
   * Added to the small environment that the program gets: `PATH` (the system's folders), `HOME` and `TMPDIR` (the job's
   * private folder), `LANG` (`C.UTF-8`). A `PATH` given here is also where the program is looked for.
   */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** `name@version` for the records. @default `command@` and the program's name */
  readonly id?: string | undefined
  /** What the result must be. @default 'rittdoc' */
  readonly produces?: Converter['produces'] | undefined
}

/** Lists of arguments by extension; `*` stands for every extension. */
export type ByFormat = ReadonlyMap<string, readonly string[]>

/** What a converter runs: the arguments by extension, and those added for structure from fonts only. */
export interface Commands {
  readonly command: ByFormat
  readonly fontOnlyArgs: ByFormat
}

/** Reads the commands from the options. @throws ConfigError naming every problem of the options */
export function commandsOf(options: CommandConverterOptions): Commands {
  const { outputPatterns, failurePatterns = [] } = options
  const commands = byFormat(options.command)
  const fontOnlyArgs = byFormat(options.fontOnlyArgs ?? [])
  const problems = [
    ...(commands.size === 0 ? ['expected command to name a program, got nothing'] : []),
    ...[...commands].flatMap(([format, template]) => commandProblems(format, template)),
    ...[...fontOnlyArgs].flatMap(([format, args]) => [
      ...formatProblems(format),
      ...placeholderProblems('fontOnlyArgs', args),
    ]),
    ...patternProblems('outputPatterns', outputPatterns ?? ['*.zip']),
    ...(outputPatterns?.length === 0 ? ['expected outputPatterns to have at least one pattern, got none'] : []),
    ...patternProblems('failurePatterns', failurePatterns),
  ]
  if (problems.length > 0) throw new ConfigError(`Invalid converter command: ${problems.join('; ')}`, problems)
  return { command: commands, fontOnlyArgs }
}

/** The list for an extension, or the one for every extension. */
export function listFor(lists: ByFormat, format: string): readonly string[] | undefined {
  return lists.get(format) ?? lists.get('*')
}

function byFormat(lists: CommandConverterOptions['command']): ByFormat {
  return isOneList(lists) ? new Map([['*', lists]]) : new Map(Object.entries(lists))
}

function isOneList(lists: CommandConverterOptions['command']): lists is readonly string[] {
  return Array.isArray(lists)
}

function formatProblems(format: string): string[] {
  if (format === '*' || /^\.[^A-Z./]+$/.test(format)) return []
  return [`expected extensions in lower case with a dot, such as .pdf, got ${JSON.stringify(format)}`]
}

function commandProblems(format: string, template: readonly string[]): string[] {
  const where = format === '*' ? 'command' : `command for ${format}`
  const [program = ''] = template
  const problems = [...placeholderProblems(where, template), ...formatProblems(format)]
  if (program === '') problems.push(`expected ${where} to name a program, got nothing`)
  if (/\{[a-z_]+\}/.test(program)) problems.push(`expected ${where} to name a program, got the placeholder ${program}`)
  return problems
}

function placeholderProblems(where: string, template: readonly string[]): string[] {
  const known = PLACEHOLDERS.map((name) => `{${name}}`).join(', ')
  return unknownPlaceholders(template).map(
    (name) => `unknown placeholder {${name}} in ${where}, expected one of ${known}`,
  )
}

function patternProblems(where: string, patterns: readonly string[]): string[] {
  return patterns.includes('') ? [`expected every pattern of ${where} to have characters, got an empty one`] : []
}
