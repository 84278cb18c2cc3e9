import { type ExitCode, exitCodeOfRun } from '../exit-code.ts'
import { showProgress } from '../progress/progress-display.ts'
import { renderRun } from '../render/run-summary.ts'
import type { CommandContext } from './command-context.ts'
import { withBatch } from './with-batch.ts'
import { withWatch } from './with-watch.ts'

/** One run over the configured storage. */
export async function run(context: CommandContext): Promise<ExitCode> {
  return withBatch(context, 'automated', async (work) => {
    const { processor } = work
    const hide = showProgress(processor.events, context.terminal)
    const report = await withWatch(context, work, () => processor.runBatchJob()).finally(hide)
    context.terminal.print(context.json ? JSON.stringify(report, null, 2) : renderRun(report))
    return exitCodeOfRun(report)
  })
}
