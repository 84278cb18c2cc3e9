import { resolve } from 'node:path'
import { DocbookConverter, DtdConverter } from '@rittdoc-batch/converter-docbook'
import { CommandConverter, type Converter } from '@rittdoc-batch/core'
import type { ConfigFile } from '../config/config-schema.ts'

/** The converter that the configuration asks for. `env`: what its programs get beside their small environment. */
export function createConverter({ converter }: ConfigFile, env: Readonly<Record<string, string>>): Converter {
  const made = createPlain(converter, env)
  return converter.dtd === undefined ? made : new DtdConverter({ converter: made, dtd: resolve(converter.dtd) })
}

function createPlain(converter: ConfigFile['converter'], env: Readonly<Record<string, string>>): Converter {
  if (converter.type === 'docbook') {
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
