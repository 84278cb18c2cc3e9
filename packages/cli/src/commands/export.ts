import { Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConfigError, type FileRecord } from '@rittdoc-batch/core'
import { stringify } from 'csv-stringify'
import type { CommandLine } from '../argv/command-line.ts'
import { suggest } from '../config/suggest.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { CommandContext } from './command-context.ts'
import { toStatus } from './to-status.ts'
import { withRegistry } from './with-registry.ts'

type Export = Pick<Extract<CommandLine, { command: 'export' }>, 'format' | 'publisher' | 'status' | 'search'>

const FORMATS = ['csv', 'jsonl']

/** Names of columns, and what stands in them. */
const COLUMNS: Readonly<Record<string, keyof FileRecord>> = {
  ...{ id: 'id', publisher: 'publisher', key: 'key', filename: 'filename', format: 'format', size_bytes: 'sizeBytes' },
  ...{ status: 'status', discovered_at: 'discoveredAt', started_at: 'startedAt', completed_at: 'completedAt' },
  ...{ retries: 'retryCount', error_code: 'errorCode', error_message: 'errorMessage', storage: 'storage' },
  ...{ version: 'version', output_storage: 'outputStorage', output_key: 'outputKey', output_path: 'outputPath' },
}

/** Writes files to stdout as they are read: any number of them, and no faster than somebody takes them. */
export async function exportFiles(
  context: CommandContext,
  { format, publisher, status, search }: Export,
): Promise<ExitCode> {
  if (!FORMATS.includes(format)) {
    throw new ConfigError(`Expected --format to be csv or jsonl, got "${format}".${suggest(format, FORMATS)}`)
  }
  const query = { publisher, search, status: toStatus(status) }
  await withRegistry(context, async (registry) => {
    const files = Readable.from(registry.query(query))
    const lines = format === 'csv' ? csvOf() : Duplex.from(jsonLines)
    await pipeline(files, lines, process.stdout, { end: false }) // others may write there after us
  }).catch(expectReader)
  return EXIT.ok
}

/** A publisher decides how its files are called: what a spreadsheet takes for a formula is made a text. */
function csvOf() {
  const columns = Object.entries(COLUMNS).map(([header, key]) => ({ header, key }))
  const cast = { date: (date: Date) => date.toISOString() }
  return stringify({ header: true, escape_formulas: true, columns, cast })
}

async function* jsonLines(files: AsyncIterable<FileRecord>): AsyncGenerator<string> {
  for await (const file of files) yield `${JSON.stringify(file)}\n`
}

/** Whoever reads only the beginning, as `head` does, has got what it wanted. */
function expectReader(error: unknown): void {
  const isGone = error instanceof Error && 'code' in error && error.code === 'EPIPE'
  if (!isGone) throw error
}
