import { statfs } from 'node:fs/promises'
import { errorCode, isBatchError, toError } from '../../errors.ts'

/** Below this a disk counts as full: a program that needed more has failed for it. */
const FULL_BYTES = 64 * 1024
const SAYS_SO = /ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i
/** Whatever else is true of the disk, these have a reason of their own. */
const OWN_REASON = new Set(['input', 'aborted', 'timeout', 'memory', 'lease_lost'])

/** Whether a conversion failed because the disk of its folder is full: it says so, or the disk does. */
export async function ranOutOfSpace(error: Error, folder: string): Promise<boolean> {
  if (OWN_REASON.has(errorCode(error))) return false
  const tail = isBatchError(error) ? (error.context.stderrTail ?? '') : ''
  return SAYS_SO.test(toError(error).message + tail) || (await freeBytes(folder)) < FULL_BYTES
}

async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY // not to be told
  }
}
