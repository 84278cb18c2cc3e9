import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { normalisePrefix, toError } from '@rittdoc-batch/core'
import { createRegistry } from '../compose/create-batch.ts'
import { createConverter } from '../compose/create-converter.ts'
import { createStorages } from '../compose/create-storage.ts'
import { engineOptions } from '../compose/settings.ts'
import type { ConfigFile } from '../config/config-schema.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { CommandContext } from './command-context.ts'

/** One line of the examination. */
interface Finding {
  readonly check: string
  readonly isFine: boolean
  /** What was found, or what to do. */
  readonly text: string
}

const LOW_DISK_BYTES = 1_000_000_000

/** Checks everything that a run needs, one line each. */
export async function doctor(context: CommandContext): Promise<ExitCode> {
  const { loaded, terminal, json } = context
  const { config } = loaded
  const findings = [
    { check: 'configuration', isFine: true, text: loaded.file ?? 'defaults, no file' },
    { check: 'node', isFine: true, text: process.versions.node },
    ...(config.log_file === null
      ? []
      : [await examine('log folder', () => folder(dirname(resolve(config.log_file ?? ''))))]),
    await examine('registry', () => registry(config)),
    await examine('converter', () => converter(context)),
    await examine(config.mode === 'cli' ? 'output folder' : 'storage', () => storage(context)),
    await examine('disk space', () =>
      disk(resolve(config.mode === 'cli' ? config.output_dir : dirname(config.registry_db))),
    ),
  ]
  const text = findings.map(({ check, isFine, text }) => `${isFine ? 'ok  ' : 'FAIL'}  ${check.padEnd(14)} ${text}`)
  terminal.print(json ? JSON.stringify(findings, null, 2) : text.join('\n'))
  return findings.every(({ isFine }) => isFine) ? EXIT.ok : EXIT.unavailable
}

async function examine(check: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { check, isFine: true, text: await look() }
  } catch (error) {
    return { check, isFine: false, text: toError(error).message }
  }
}

async function folder(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  await access(path, constants.W_OK)
  return `${path} can be written`
}

async function registry(config: ConfigFile): Promise<string> {
  const registry = createRegistry(config)
  await registry.open()
  try {
    const { total } = await registry.statistics()
    const files = Object.values(total).reduce((sum, count) => sum + count, 0)
    return `${config.registry_db}, ${files} files`
  } finally {
    await registry.close()
  }
}

async function converter({ loaded, env }: CommandContext): Promise<string> {
  const converter = createConverter(loaded.config, env.PATH === undefined ? {} : { PATH: env.PATH })
  await converter.check?.()
  return converter.id
}

/** Opens the storages and lists the publishers. */
async function storage({ loaded: { config }, env }: CommandContext): Promise<string> {
  const { storage, output } = createStorages(config, config.mode, { sshAgent: env.SSH_AUTH_SOCK })
  try {
    await output.open()
    if (config.mode === 'cli') return await folder(resolve(config.output_dir))
    await storage.open()
    const prefix = normalisePrefix(engineOptions(config, config.mode).inputPrefix ?? '')
    let publishers = 0
    for await (const entry of storage.list(prefix)) if (entry.kind === 'prefix') publishers++
    return `${storage.id}, ${publishers} publisher folder${publishers === 1 ? '' : 's'}`
  } finally {
    await storage.close()
    if (output !== storage) await output.close()
  }
}

async function disk(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  const { bavail, bsize } = await statfs(path)
  const free = bavail * bsize
  if (free < LOW_DISK_BYTES)
    throw new Error(`only ${Math.round(free / 1e6)} MB are free at ${path}; make room, or use another disk`)
  return `${Math.round(free / 1e9)} GB free at ${path}`
}
