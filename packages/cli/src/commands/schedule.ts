import { JobScheduler } from '@rittdoc-batch/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { renderRun } from '../render/run-summary.ts'
import type { CommandContext } from './command-context.ts'
import { withBatch } from './with-batch.ts'

/** Runs over the configured storage at the configured interval, until a signal. */
export async function schedule(context: CommandContext): Promise<ExitCode> {
  const { interval_minutes, run_on_startup } = context.loaded.config.scheduler
  return withBatch(context, 'automated', async ({ processor, log: { logger } }) => {
    await processor.open() // a configuration that cannot work is told now, not at the first tick
    const scheduler = new JobScheduler({
      intervalMs: interval_minutes * 60_000,
      runOnStartup: run_on_startup,
      job: async () => {
        const report = await processor.runBatchJob()
        if (context.terminal.isWatched) context.terminal.print(renderRun(report))
      },
      onSkipped: (ms) =>
        logger.warn({ runningForSeconds: Math.round(ms / 1000) }, 'tick skipped: the last run is not finished'),
      onFailed: (error) => logger.error({ reason: error.message }, 'run failed, the schedule goes on'),
    })
    processor.events.on('draining', () => void scheduler.stop())
    logger.info({ intervalMinutes: interval_minutes, runOnStartup: run_on_startup }, 'schedule started')
    await scheduler.start()
    logger.info('schedule ended')
    return EXIT.ok
  })
}
