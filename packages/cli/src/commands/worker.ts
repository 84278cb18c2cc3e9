import type { ProcessReport } from '@rittdoc-batch/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { showProgress } from '../progress/progress-display.ts'
import type { CommandContext } from './command-context.ts'
import { withBatch } from './with-batch.ts'
import { withWatch } from './with-watch.ts'

/** Works on what is due and waits for more, until a signal. Looks for no new books: that is what `schedule` and `run` do. */
export async function worker(context: CommandContext): Promise<ExitCode> {
  const { processing } = context.loaded.config
  return withBatch(context, 'automated', async (work) => {
    const { processor, log } = work
    const { logger } = log
    await processor.open() // a configuration that cannot work is told now
    const hide = showProgress(processor.events, context.terminal)
    logger.info({ jobs: processing.max_concurrent_jobs, pollSeconds: processing.poll_seconds }, 'worker started')
    const order = { pollMs: processing.poll_seconds * 1_000 }
    const report = await withWatch(context, work, () => processor.work(order).finally(hide))
    logger.info(countsOf(report), 'worker ended')
    context.terminal.print(context.json ? JSON.stringify(countsOf(report)) : textOf(report))
    return EXIT.ok
  })
}

function countsOf({ completed, failed, retried, released }: ProcessReport) {
  return { completed, failed, retried, released }
}

function textOf({ completed, failed, retried, released }: ProcessReport): string {
  return `${completed} completed, ${failed} failed, ${retried} to be retried, ${released} given back`
}
