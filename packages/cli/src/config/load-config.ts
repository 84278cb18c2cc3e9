import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { ConfigError } from '@rittdoc-batch/core'
import { CONFIG_RULES } from './config-rules.ts'
import { type ConfigFile, configSchema } from './config-schema.ts'
import { type Problem, parseYaml, placeOf, resolveReferences, type SourceFile } from './parse-yaml.ts'
import { schemaProblems } from './schema-problems.ts'
import { withoutEmpty } from './without-empty.ts'

/** The file that is read when none is named. */
const DEFAULT_FILE = 'config.yaml'

/** Options of {@link loadConfig}. */
export interface LoadConfigOptions {
  /** The file; absent: `config.yaml` in `cwd` if it is there, else defaults. */
  readonly file?: string | undefined
  /** Values for `${NAME}`. @default {} */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** @default the current directory */
  readonly cwd?: string | undefined
}

/** A configuration that can work. */
export interface LoadedConfig {
  readonly config: ConfigFile
  /** The file that was read, as a person would name it; undefined when defaults alone apply. */
  readonly file: string | undefined
  readonly warnings: readonly string[]
}

/**
 * Reads a configuration: schema, references to the environment, rules across keys.
 * @throws ConfigError with every problem, each with file and line
 */
export async function loadConfig(options: LoadConfigOptions = {}): Promise<LoadedConfig> {
  const { file, env = {}, cwd = process.cwd() } = options
  const text = await readConfigFile(file, cwd)
  if (text === undefined) return { config: configSchema.parse({}), file: undefined, warnings: [] }
  const name = relative(cwd, resolve(cwd, file ?? DEFAULT_FILE)) || DEFAULT_FILE
  return { ...parseConfig(name, text, env), file: name }
}

/** The same for a text that is in memory. @throws ConfigError */
export function parseConfig(
  name: string,
  text: string,
  env: Readonly<Record<string, string | undefined>> = {},
): { config: ConfigFile; warnings: readonly string[] } {
  const { source, problems } = parseYaml(name, text)
  if (problems.length > 0) throw configError(problems)
  const references = resolveReferences(source, env)
  const result = configSchema.safeParse(withoutEmpty(source.document.toJS()) ?? {})
  const found = result.success ? ruleProblems(source, result.data) : schemaProblems(source, result.error.issues)
  if (!result.success || references.length + found.length > 0) throw configError([...references, ...found])
  return { config: result.data, warnings: warningsOf(result.data) }
}

async function readConfigFile(file: string | undefined, cwd: string): Promise<string | undefined> {
  const path = resolve(cwd, file ?? DEFAULT_FILE)
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isMissing && file === undefined) return undefined
    const reason = isMissing ? 'there is no such file' : error instanceof Error ? error.message : String(error)
    throw new ConfigError(`Could not read the configuration ${path}: ${reason}. Make one with "rittdoc-batch init"`)
  }
}

function ruleProblems(source: SourceFile, config: ConfigFile): Problem[] {
  return CONFIG_RULES.flatMap((rule) => rule(config)).map(({ path, message }) => ({
    place: placeOf(source, path),
    message: `${path.join('.')}: ${message}.`,
  }))
}

function warningsOf(config: ConfigFile): string[] {
  return config.mongodb === undefined ? [] : ['the section mongodb belongs to the Python system and is ignored']
}

function configError(problems: readonly Problem[]): ConfigError {
  const lines = problems.map(({ place, message }) => `${place} ${message}`)
  const head = lines.length === 1 ? 'The configuration has a problem' : `The configuration has ${lines.length} problems`
  return new ConfigError(`${head}:\n${lines.map((line) => `  ${line}`).join('\n')}`, lines)
}
