import { type CreateSchedulerOptions, createScheduler } from '../compose/create-scheduler.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { renderRun } from '../render/run-summary.ts'
import type { CommandContext } from './command-context.ts'
import { type Work, withBatch } from './with-batch.ts'
import { withWatch } from './with-watch.ts'

/** What a run may take beyond the grace time to write down how its files ended. */
const ENDING_MS = 60_000

/**
 * Looks for new books in the configured storage at the configured interval, and converts what is due, until a signal. With a
 * registry that machines share one of them looks at each tick, and all convert all the time.
 */
export async function schedule(context: CommandContext, { scanOnly }: { scanOnly: boolean }): Promise<ExitCode> {
  const { scheduler: settings, processing } = context.loaded.config
  return withBatch(context, 'automated', async (work) => {
    const { processor, registry, log } = work
    const { logger } = log
    await processor.open() // a configuration that cannot work is told now, not at the first tick
    const isShared = registry.watchWork !== undefined
    const scheduler = createScheduler(context.loaded.config, jobOptions(context, work, scanOnly || isShared))
    processor.events.on('draining', () => void scheduler.stop())
    logger.info(
      { intervalMinutes: settings.interval_minutes, runOnStartup: settings.run_on_startup, scanOnly },
      'schedule started',
    )
    const converting = isShared && !scanOnly ? { pollMs: processing.poll_seconds * 1_000 } : undefined
    await withWatch(context, { ...work, scheduler }, () =>
      Promise.all([scheduler.start(), converting && processor.work(converting).finally(() => scheduler.stop())]),
    )
    logger.info('schedule ended')
    return EXIT.ok
  })
}

function jobOptions(
  context: CommandContext,
  { processor, storage, log }: Work,
  scanOnly: boolean,
): CreateSchedulerOptions {
  const { scheduler: settings, processing } = context.loaded.config
  const { logger } = log
  return {
    storage,
    intervalMs: settings.interval_minutes * 60_000,
    runOnStartup: settings.run_on_startup,
    runTimeoutMs: settings.run_timeout_minutes * 60_000,
    patienceMs: processing.shutdown_grace_seconds * 1_000 + ENDING_MS,
    job: async (signal) => {
      const report = await processor.runBatchJob({ signal, scanOnly })
      if (context.terminal.isWatched) context.terminal.print(renderRun(report))
    },
    onSkipped: (ms) =>
      logger.warn({ runningForSeconds: Math.round(ms / 1000) }, 'tick skipped: the last run is not finished'),
    onFailed: (error) => logger.error({ reason: error.message }, 'run failed, the schedule goes on'),
    onTrouble: (error) => logger.warn({ reason: error.message }, 'schedule lost the database, trying again'),
  }
}
