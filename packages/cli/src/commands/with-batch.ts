import { type Batch, createBatch } from '../compose/create-batch.ts'
import type { Mode } from '../compose/settings.ts'
import { logEvents } from '../logging/log-events.ts'
import { type Log, openLog } from '../logging/logger.ts'
import { onStopSignals } from '../process/on-stop-signals.ts'
import { takeoverDisplay } from '../progress/takeover-display.ts'
import type { CommandContext } from './command-context.ts'

/** What a command that works gets. */
export interface Work extends Batch {
  readonly log: Log
}

/** Puts a batch together, logs what it does, stops it on signals, and closes it whatever happens. */
export async function withBatch<T>(context: CommandContext, mode: Mode, work: (batch: Work) => Promise<T>): Promise<T> {
  const { config, warnings } = context.loaded
  const batch = await createBatch(config, {
    mode,
    converterEnv: converterEnv(context.env),
    sshAgent: context.env.SSH_AUTH_SOCK,
    ...takeoverDisplay(context.terminal),
  })
  const log = openLog({
    level: config.log_level,
    format: config.log_format,
    file: config.log_file ?? undefined,
    onFileLost: (reason) => context.terminal.note(`rittdoc-batch: ${reason}; going on without it`),
    console: {
      // A watched terminal shows progress; only trouble is worth a line there.
      level: context.terminal.isWatched ? 'WARNING' : config.log_level,
      write: (line) => context.terminal.note(line.trimEnd()),
    },
  })
  for (const warning of warnings) log.logger.warn(warning)
  logEvents(batch.processor.events, log.logger)
  const release = onStopSignals(context, {
    graceMs: config.processing.shutdown_grace_seconds * 1_000,
    stop: (graceMs) => void batch.processor.stop({ graceMs }),
  })
  try {
    return await work({ ...batch, log })
  } catch (error) {
    log.logger.error({ reason: error instanceof Error ? error.message : String(error) }, 'ended by an error')
    throw error
  } finally {
    await batch.processor.close()
    await log.close()
    release()
  }
}

/** Programs of the user are found where the user finds them. */
function converterEnv({ PATH, HOME }: CommandContext['env']): Record<string, string> {
  return { ...(PATH === undefined ? {} : { PATH }), ...(HOME === undefined ? {} : { HOME }) }
}
