import { type JobScheduler, toError } from '@rittdoc-batch/core'
import { createNotifier } from '../compose/create-notifier.ts'
import type { CommandContext } from './command-context.ts'
import type { Work } from './with-batch.ts'

/** Work that may have a schedule. */
export interface WatchedWork extends Work {
  readonly scheduler?: Pick<JobScheduler, 'isRunning' | 'nextRunAt'> | undefined
}

/** Works with the status page and the notices that the configuration asks for. Neither of them can end the work. */
export async function withWatch<T>(context: CommandContext, watched: WatchedWork, work: () => Promise<T>): Promise<T> {
  const { logger } = watched.log
  const notifier = await createNotifier(context.loaded.config, watched.processor, (channel, error) =>
    logger.error({ channel, reason: error.message }, 'a notice could not be delivered'),
  )
  const stopMonitor = await startMonitor(context, watched)
  try {
    return await work()
  } finally {
    await notifier?.stop()
    await stopMonitor()
  }
}

/** @returns what stops it */
async function startMonitor(
  { loaded: { config } }: CommandContext,
  { processor, registry, places, scheduler, log: { logger } }: WatchedWork,
): Promise<() => Promise<void>> {
  const { enabled, host, port, token, allowed_hosts } = config.monitor
  if (!enabled) return async () => {}
  const { Monitor } = await import('@rittdoc-batch/monitor')
  const parts = { processor, registry, storages: places, scheduler }
  const monitor = new Monitor({ ...parts, host, port, token, allowedHosts: allowed_hosts })
  await processor.open() // the page reads from the registry
  try {
    await monitor.start()
    logger.info({ url: monitor.url }, 'status page')
  } catch (error) {
    // Another run on this machine may serve the page already.
    logger.error({ reason: toError(error).message }, 'no status page, going on without it')
  }
  return () => monitor.stop()
}
