import { tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { BatchError } from '@rittdoc-batch/core'
import { isPostgresUrl } from '@rittdoc-batch/registry'
import { createConverter } from '../compose/create-converter.ts'
import { checkFolder } from '../doctor/check-folder.ts'
import { checkMonitor } from '../doctor/check-monitor.ts'
import { checkRegistry } from '../doctor/check-registry.ts'
import { checkOutputFolder, checkStorages } from '../doctor/check-storages.ts'
import { type Check, Examination } from '../doctor/examination.ts'
import { watchExamination } from '../doctor/watch-examination.ts'
import { type ExitCode, exitCodeOfFindings } from '../exit-code.ts'
import { onStopSignals } from '../process/on-stop-signals.ts'
import type { CommandContext } from './command-context.ts'

/** Checks everything that a run needs, a line each as it goes, and leaves nothing behind. */
export async function doctor(context: CommandContext): Promise<ExitCode> {
  const stop = new AbortController()
  const release = onStopSignals(context, {
    graceMs: 0,
    stop: () => stop.abort(new BatchError('aborted', 'Stopped by a signal')),
  })
  const examination = new Examination(watchExamination(context.terminal, context.json), stop.signal)
  try {
    await examine(examination, context)
  } finally {
    release()
  }
  if (context.json) context.terminal.print(JSON.stringify(examination.findings, null, 2))
  return exitCodeOfFindings(examination.findings)
}

async function examine(examination: Examination, context: CommandContext): Promise<void> {
  const { config } = context.loaded
  for (const check of ofThisMachine(context)) {
    if (examination.isStopped) return
    await examination.check(check)
  }
  const isElsewhere = config.s3.enabled || config.sftp.enabled || config.local.enabled
  const surroundings = { sshAgent: context.env.SSH_AUTH_SOCK }
  if (isElsewhere || config.mode === 'automated') await checkStorages(examination, config, surroundings)
  else await checkOutputFolder(examination, config.output_dir)
}

function ofThisMachine(context: CommandContext): Check[] {
  const { config } = context.loaded
  return [
    configuration(context),
    { name: 'node', area: 'machine', look: async () => process.versions.node },
    checkFolder('work folder', tmpdir()),
    ...(config.log_file === null ? [] : [checkFolder('log folder', dirname(resolve(config.log_file)))]),
    ...(isPostgresUrl(config.registry_db)
      ? []
      : [checkFolder('registry folder', dirname(resolve(config.registry_db)))]),
    checkRegistry(config.registry_db),
    converter(context),
    ...(config.monitor.enabled ? [checkMonitor(config.monitor)] : []),
  ]
}

function configuration({ loaded: { file, config, warnings } }: CommandContext): Check {
  const text = `${file === undefined ? 'defaults, no file' : resolve(file)}, mode ${config.mode}`
  const look = async () => (warnings.length === 0 ? text : { warning: `${text}: ${warnings.join('; ')}` })
  return { name: 'configuration', area: 'configuration', look }
}

function converter({ loaded, env }: CommandContext): Check {
  return {
    name: 'converter',
    area: 'converter',
    cure: () => 'Install it, or correct converter.command, converter.dtd or converter.rules',
    async look(signal) {
      const converter = await createConverter(loaded.config, env.PATH === undefined ? {} : { PATH: env.PATH })
      await converter.check?.({ signal })
      return converter.id
    },
  }
}
