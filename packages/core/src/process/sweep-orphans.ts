import { killProcess, markedProcesses } from './marked-processes.ts'
import { ownerIsDead } from './owner.ts'

/** Kills processes that were started for conversions by processes of this host which have died. @returns how many */
export async function sweepOrphans(): Promise<number> {
  const dead = new Map<string, boolean>()
  const orphans = markedProcesses().filter(({ marker }) => {
    const owner = ownerOf(marker)
    if (!dead.has(owner)) dead.set(owner, ownerIsDead(owner))
    return dead.get(owner) === true
  })
  for (const { pid } of orphans) killProcess(pid, 'SIGKILL')
  return orphans.length
}

/** The owner in a marker `<owner>#<job>`. */
function ownerOf(marker: string): string {
  return marker.slice(0, marker.lastIndexOf('#'))
}
