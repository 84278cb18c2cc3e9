import { mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError, toError } from '@rittdoc-batch/core'
import type { Check, Found } from './examination.ts'

/** Below this much free disk a run may end for want of space, in bytes. */
const LOW_BYTES = 1_000_000_000
/** Below this much it will. */
const FULL_BYTES = 100_000_000

/** Whether a folder, or the one that it will be made in, can be written, and has room. Leaves nothing there. */
export function checkFolder(name: string, path: string): Check {
  return { name, area: 'machine', look: () => look(path) }
}

async function look(path: string): Promise<Found> {
  const folder = await existingFolder(path)
  try {
    await rm(await mkdtemp(join(folder, '.rittdoc-doctor-')), { recursive: true })
  } catch (error) {
    throw new ConfigError(
      `Could not write in ${folder}: ${toError(error).message}. Let this user write there, or set another folder`,
    )
  }
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const room = `${free < LOW_BYTES ? `${Math.round(free / 1e6)} MB` : `${Math.round(free / 1e9)} GB`} free`
  if (free < FULL_BYTES) throw new ConfigError(`Only ${room} at ${folder}. Make room, or set a folder on another disk`)
  if (free < LOW_BYTES) return { warning: `${path}: only ${room}. Make room, or set a folder on another disk` }
  return `${path}${folder === path ? '' : ' (not there yet)'}, ${room}`
}

/** The folder itself, or the nearest above it that is there. */
export async function existingFolder(path: string): Promise<string> {
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory()) return path
  if (info !== undefined) throw new ConfigError(`${path} is not a folder. Set another one`)
  return existingFolder(dirname(path))
}
