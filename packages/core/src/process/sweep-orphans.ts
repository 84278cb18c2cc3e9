import { markerOwner } from './marker.ts'
import { ownerIsDead } from './owner.ts'
import { hasProcessTable, readMarker, readProcesses } from './process-table.ts'

/**
 * Kills processes that were started under supervision by processes of this host which have died since. Linux only.
 * @param ownerId only those of this owner, if it is dead; absent: those of every dead owner
 * @returns how many were killed
 */
export async function sweepOrphans(ownerId?: string): Promise<number> {
  if (!hasProcessTable) return 0
  const isDead = new Map<string, boolean>()
  let killed = 0
  for (const { pid } of readProcesses()) {
    const marker = readMarker(pid)
    if (typeof marker !== 'string') continue
    const owner = markerOwner(marker)
    if (ownerId !== undefined && owner !== ownerId) continue
    if (!isDead.has(owner)) isDead.set(owner, ownerIsDead(owner))
    if (isDead.get(owner) === true && kill(pid)) killed += 1
  }
  return killed
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false // ended meanwhile, or belongs to another user
  }
}
