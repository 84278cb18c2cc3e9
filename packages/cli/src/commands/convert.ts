import { writeFile } from 'node:fs/promises'
import { ConfigError, type RunReport } from '@rittdoc-batch/core'
import type { CommandLine } from '../argv/command-line.ts'
import { type ExitCode, exitCodeOfRun } from '../exit-code.ts'
import { showProgress } from '../progress/progress-display.ts'
import { renderRun } from '../render/run-summary.ts'
import type { CommandContext } from './command-context.ts'
import { withBatch } from './with-batch.ts'

type Convert = Pick<
  Extract<CommandLine, { command: 'convert' }>,
  'files' | 'publisher' | 'force' | 'outputDir' | 'report'
>

/** Converts exactly the named files, retries included. */
export async function convert(
  context: CommandContext,
  { files, publisher, force, outputDir, report: reportFile }: Convert,
): Promise<ExitCode> {
  if (files.length === 0)
    throw new ConfigError('Name at least one file: rittdoc-batch convert book.epub, or --mode cli --files book.epub')
  const config = { ...context.loaded.config, ...(outputDir === undefined ? {} : { output_dir: outputDir }) }
  return withBatch({ ...context, loaded: { ...context.loaded, config } }, 'cli', async ({ processor }) => {
    const hide = showProgress(processor.events, context.terminal, files.length)
    const report = await processor.convertFiles(files, { publisher, force }).finally(hide)
    if (reportFile !== undefined) await writeReport(reportFile, report)
    context.terminal.print(context.json ? JSON.stringify(report, null, 2) : renderRun(report))
    return exitCodeOfRun(report)
  })
}

/** A list of what is known of each file: status, package, counts, timings and every warning with its place. */
async function writeReport(file: string, { results, rejected }: RunReport): Promise<void> {
  const refused = rejected.map((one) => ({ ...one, status: 'rejected' }))
  await writeFile(file, `${JSON.stringify([...results, ...refused], null, 2)}\n`)
}
