import { resolve } from 'node:path'
import { CommandConverter, type Converter } from '@rittdoc-batch/core'
import type { ConfigFile } from '../config/config-schema.ts'

/** The converter that the configuration asks for. `env`: what its programs get beside their small environment. */
export async function createConverter(
  { converter }: ConfigFile,
  env: Readonly<Record<string, string>>,
): Promise<Converter> {
  const made = await createPlain(converter, env)
  if (converter.dtd === undefined) return made
  const { DtdConverter } = await import('@rittdoc-batch/converter-docbook')
  return new DtdConverter({ converter: made, dtd: resolve(converter.dtd) })
}

async function createPlain(
  converter: ConfigFile['converter'],
  env: Readonly<Record<string, string>>,
): Promise<Converter> {
  if (converter.type === 'docbook') {
    const { DocbookConverter } = await import('@rittdoc-batch/converter-docbook')
    const rules = Object.entries(converter.rules).map(([publisher, path]) => [publisher, resolve(path)])
    return new DocbookConverter({ rules: Object.fromEntries(rules) })
  }
  return new CommandConverter({
    command: converter.command ?? [],
    fontOnlyArgs: converter.font_only_args,
    outputPatterns: converter.output_patterns,
    failurePatterns: converter.failure_patterns,
    env,
  })
}
