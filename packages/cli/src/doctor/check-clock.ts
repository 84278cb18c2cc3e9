import { StorageError, type StoredObject } from '@rittdoc-batch/core'
import type { Check, Found } from './examination.ts'

/** From here on somebody should know, and with signed requests somebody must: AWS refuses them from 15 minutes on. */
const WARN_MS = 60_000
const FAIL_MS = 300_000
/** Storages tell times in whole seconds. */
const ROUNDING_MS = 1_000

/** An object that was just written, and this machine's time before and after. */
export interface Written {
  readonly object: Pick<StoredObject, 'modifiedAt'>
  readonly before: number
  readonly after: number
}

/** Compares the clocks by the time that the storage gave to an object that was just written. */
export function checkClock(name: string, written: Written, signsRequests: boolean): Check {
  return { name, area: 'storage', look: async () => judgeClock(skewMs(written), signsRequests) }
}

/** How far the storage's clock is ahead of this machine's, so far as it can be told; negative when it is behind. */
export function skewMs({ object, before, after }: Written): number {
  const at = object.modifiedAt.getTime()
  if (at > after + ROUNDING_MS) return at - after
  return at < before - ROUNDING_MS ? at - before : 0
}

function judgeClock(skew: number, signsRequests: boolean): Found {
  const size = Math.abs(skew)
  if (size <= WARN_MS) return size === 0 ? 'as on this machine' : `${Math.round(size / 1_000)} s apart`
  const apart = `The clock of the storage is ${inWords(size)} ${skew > 0 ? 'ahead of' : 'behind'} the one of this machine`
  if (!signsRequests)
    return { warning: `${apart}. Set the wrong one: ages of files (min_age_seconds) are told by both` }
  const cure = 'Set the clock of this machine: requests with a wrong time are refused, by AWS from 15 minutes on'
  if (size <= FAIL_MS) return { warning: `${apart}. ${cure}` }
  throw new StorageError('denied', `${apart}. ${cure}`)
}

function inWords(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`
}
