import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ConfigError } from '@rittdoc-batch/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Terminal } from '../render/terminal.ts'
import { STARTER_CONFIG } from './starter-config.ts'

/** Writes a configuration for a local folder tree, with every line explained. */
export async function init(terminal: Terminal, file: string, force: boolean): Promise<ExitCode> {
  const path = resolve(file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, STARTER_CONFIG, { flag: force ? 'w' : 'wx' }).catch((error: unknown) => {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (isThere) throw new ConfigError(`${path} is there already. Replace it with --force, or name another file`)
    throw error
  })
  terminal.print(
    `Wrote ${path}. Set local.root in it, then look with "rittdoc-batch plan" and begin with "rittdoc-batch run"`,
  )
  return EXIT.ok
}
