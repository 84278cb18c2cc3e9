import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessFamily } from './process-family.ts'

/** How to end a family. */
export interface EndOptions {
  /** `SIGTERM`: ask first. `none`: only wait whether they end by themselves. */
  readonly first: 'SIGTERM' | 'none'
  /** How long after that the rest is killed, in milliseconds. */
  readonly patienceMs: number
  /** Whether the program itself has been reaped. */
  readonly hasExited: () => boolean
}

/** What it took. */
export interface Ending {
  /** Processes alive when it began. */
  readonly found: number
  /** Processes that got SIGKILL. */
  readonly killed: number
  /** Pids of processes that outlived even that, for example because they hang in the kernel. */
  readonly left: readonly number[]
}

/** Killed processes go within milliseconds, unless they hang in the kernel: then nobody can end them. */
const KILL_PATIENCE_MS = 10_000

/** Ends a family and waits until all of it is gone. Takes at most `patienceMs` and ten seconds. */
export async function endFamily(family: ProcessFamily, options: EndOptions): Promise<Ending> {
  const isGone = () => options.hasExited() && family.living().length === 0
  const found = family.living().length
  if (options.first === 'SIGTERM') family.signal('SIGTERM')
  await waitUntil(isGone, options.patienceMs)

  const killed = new Set<number>()
  const deadline = performance.now() + KILL_PATIENCE_MS
  while (!isGone() && performance.now() < deadline) {
    // Again and again: what is killed may have started another one since it was found.
    for (const pid of family.living()) killed.add(pid)
    family.signal('SIGKILL')
    await waitUntil(isGone, 100)
  }
  return { found, killed: killed.size, left: family.living() }
}

async function waitUntil(fact: () => boolean, forMs: number): Promise<void> {
  const deadline = performance.now() + forMs
  for (let pauseMs = 5; !fact(); pauseMs = Math.min(pauseMs * 2, 100)) {
    const remainingMs = deadline - performance.now()
    if (remainingMs <= 0) return
    await sleep(Math.min(pauseMs, remainingMs))
  }
}
