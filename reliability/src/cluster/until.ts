import { setTimeout as sleep } from 'node:timers/promises'

/** Looks ten times a second. */
const LOOK_MS = 100

/** Waits for a fact. @returns how long it took, in milliseconds. @throws when it does not come about in time */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 300_000): Promise<number> {
  const started = performance.now()
  while (!(await isSo())) {
    if (performance.now() - started > withinMs) throw new Error(`Waited ${withinMs} ms in vain: ${what}`)
    await sleep(LOOK_MS)
  }
  return performance.now() - started
}
