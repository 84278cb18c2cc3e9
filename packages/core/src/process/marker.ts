import { randomBytes } from 'node:crypto'
import { currentOwner } from './owner.ts'

/**
 * Environment variable that every supervised program gets: `<owner id>/<nonce>`. Whatever the program starts inherits
 * it, also what leaves the process group, so it can be found and killed by it.
 */
export const MARKER_VARIABLE = 'RITTDOC_BATCH_JOB'

/** A marker for one supervised program. `ownerId` defaults to one owner for the whole process. */
export function newMarker(ownerId: string = processOwnerId()): string {
  return `${ownerId}/${randomBytes(8).toString('hex')}`
}

/** The owner that a marker names. */
export function markerOwner(marker: string): string {
  return marker.slice(0, marker.lastIndexOf('/'))
}

let ownOwnerId: string | undefined

function processOwnerId(): string {
  ownOwnerId ??= currentOwner().id
  return ownOwnerId
}
