import { ConfigError } from '@rittdoc-batch/core'
import type { CAC } from 'cac'
import type { Given } from './define-upkeep.ts'
import { MONITOR } from './monitor-flag.ts'

/** What is of use where several processes share a registry. */
export function defineShared(cli: CAC): void {
  cli
    .command('worker', 'Convert what is due and wait for more; look for no new books')
    .option('--monitor', MONITOR)
    .example('rittdoc-batch worker --config config.yaml')
  cli
    .command('registry <action>', 'copy: copy the registry into another database')
    .option('--from <registry>', 'File or postgres: URL that is copied')
    .option('--to <registry>', 'File or postgres: URL that becomes like it')
    .option('--force', 'Copy although books are being worked on; they are due in the copy')
    .example('rittdoc-batch registry copy --from data/file_registry.db --to postgres://rittdoc@db/books')
  cli.command('pause <...publishers>', 'Begin no more files of publishers').example('rittdoc-batch pause PublisherA')
  cli.command('resume <...publishers>', 'Go on with paused publishers').example('rittdoc-batch resume PublisherA')
}

/** @throws ConfigError */
export function registryCommand(args: readonly string[], { flag, options }: Given) {
  const [from, to] = [flag('from'), flag('to')]
  if (args[0] !== 'copy') throw new ConfigError(`Expected registry copy, got registry ${args[0]}`)
  if (from === undefined || to === undefined) throw new ConfigError('registry copy needs --from and --to')
  return { command: 'registry-copy' as const, from, to, force: options.force === true }
}
