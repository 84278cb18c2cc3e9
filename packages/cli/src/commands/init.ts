import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ConfigError } from '@rittdoc-batch/core'
import type { CommandLine } from '../argv/command-line.ts'
import { suggest } from '../config/suggest.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Terminal } from '../render/terminal.ts'
import { STARTER_STORAGES, starterConfig } from './starter-config.ts'

type Init = Pick<Extract<CommandLine, { command: 'init' }>, 'file' | 'force' | 'storage'>

/** Writes a configuration for a storage, with every line explained. */
export async function init(terminal: Terminal, { file, force, storage: wanted }: Init): Promise<ExitCode> {
  const storage = STARTER_STORAGES.find((known) => known === wanted)
  if (storage === undefined) {
    const hint = suggest(wanted, [...STARTER_STORAGES])
    throw new ConfigError(`Expected --storage to be one of ${STARTER_STORAGES.join(', ')}, got "${wanted}".${hint}`)
  }
  const path = resolve(file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, starterConfig(storage), { flag: force ? 'w' : 'wx' }).catch((error: unknown) => {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (isThere) throw new ConfigError(`${path} is there already. Replace it with --force, or name another file`)
    throw error
  })
  terminal.print(
    `Wrote ${path}. Fill in its section ${storage}, then look with "rittdoc-batch plan" and begin with "rittdoc-batch run"`,
  )
  return EXIT.ok
}
