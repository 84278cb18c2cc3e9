import { execFile } from 'node:child_process'
import { statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const FILLER = '.filler'

/** A disk of its own in the place of a folder. */
export interface SmallDisk {
  /** Leaves so many bytes free. */
  fill(freeBytes: number): Promise<void>
  /** Frees everything that was filled. */
  free(): Promise<void>
  setReadOnly(isReadOnly: boolean): Promise<void>
  remove(): Promise<void>
}

/** Why no disk can be mounted here; undefined when one can. */
export async function whyNoDisk(folder: string): Promise<string | undefined> {
  try {
    await (await mountDisk(folder, 1024 ** 2)).remove()
    return undefined
  } catch (error) {
    return `a disk in memory cannot be mounted: ${error instanceof Error ? error.message : error}`
  }
}

/** Mounts a disk of this size over an empty folder. */
export async function mountDisk(folder: string, sizeBytes: number): Promise<SmallDisk> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder])
  const filler = join(folder, FILLER)
  return {
    async fill(freeBytes) {
      const { bavail, bsize } = await statfs(folder)
      await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - freeBytes)))
    },
    free: async () => void (await run('rm', ['-f', filler])),
    setReadOnly: async (is) => void (await run('mount', ['-o', `remount,${is ? 'ro' : 'rw'}`, folder])),
    remove: async () => void (await run('umount', ['--lazy', folder])),
  }
}
