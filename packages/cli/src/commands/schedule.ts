import { JobScheduler } from '@rittdoc-batch/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { renderRun } from '../render/run-summary.ts'
import type { CommandContext } from './command-context.ts'
import { withBatch } from './with-batch.ts'
import { withWatch } from './with-watch.ts'

/** What a run may take beyond the grace time to write down how its files ended. */
const ENDING_MS = 60_000

/** Runs over the configured storage at the configured interval, until a signal. */
export async function schedule(context: CommandContext): Promise<ExitCode> {
  const { scheduler: settings, processing } = context.loaded.config
  return withBatch(context, 'automated', async (work) => {
    const { processor, log } = work
    const { logger } = log
    await processor.open() // a configuration that cannot work is told now, not at the first tick
    const scheduler = new JobScheduler({
      intervalMs: settings.interval_minutes * 60_000,
      runOnStartup: settings.run_on_startup,
      runTimeoutMs: settings.run_timeout_minutes * 60_000,
      patienceMs: processing.shutdown_grace_seconds * 1_000 + ENDING_MS,
      job: async (signal) => {
        const report = await processor.runBatchJob({ signal })
        if (context.terminal.isWatched) context.terminal.print(renderRun(report))
      },
      onSkipped: (ms) =>
        logger.warn({ runningForSeconds: Math.round(ms / 1000) }, 'tick skipped: the last run is not finished'),
      onFailed: (error) => logger.error({ reason: error.message }, 'run failed, the schedule goes on'),
    })
    processor.events.on('draining', () => void scheduler.stop())
    logger.info(
      { intervalMinutes: settings.interval_minutes, runOnStartup: settings.run_on_startup },
      'schedule started',
    )
    await withWatch(context, { ...work, scheduler }, () => scheduler.start())
    logger.info('schedule ended')
    return EXIT.ok
  })
}
