import pRetry from 'p-retry'
import { errorCode, isRegistryError, toError } from '../../errors.ts'
import type { EngineContext } from '../context.ts'
import type { ProcessReport } from '../report.ts'
import type { Stopper } from '../stopper.ts'
import { ProcessTally } from './process-tally.ts'
import { WorkLoop } from './work-loop.ts'

/** The longest wait before a registry or a storage that was out of order is tried again, in milliseconds. */
const LONGEST_WAIT_MS = 10_000

/** Work that went on for so long counts as sound again, in milliseconds. */
const SOUND_MS = 60_000

/** What no waiting puts right. */
const FOR_GOOD = new Set(['newer_schema', 'corrupt', 'readonly', 'unsupported'])

/** Thrown where work came to an end that is to go on. */
class Interrupted extends Error {}

/**
 * Works on what is due, and waits for more, until it is told to stop. A registry or a storage that is out of order is waited
 * for, as long as it takes.
 * @throws RegistryError when the registry cannot be used for good
 */
export async function workForEver(context: EngineContext, stopper: Stopper, pollMs: number): Promise<ProcessReport> {
  const tally = new ProcessTally()
  const { drain } = stopper
  while (!drain.aborted) {
    await pRetry(() => workUndisturbed(context, stopper, { pollMs, tally }), {
      ...{ retries: Number.POSITIVE_INFINITY, minTimeout: 500, maxTimeout: LONGEST_WAIT_MS, randomize: true },
      ...{ signal: drain, shouldRetry: ({ error }) => error instanceof Interrupted },
    }).catch((error) => {
      if (!drain.aborted) throw error
    })
  }
  return tally.report(undefined)
}

/**
 * Works until it is told to stop, or until something gets out of order. @throws Interrupted when that was soon, so that the
 * waits become longer
 */
async function workUndisturbed(
  context: EngineContext,
  stopper: Stopper,
  order: { readonly pollMs: number; readonly tally: ProcessTally },
): Promise<void> {
  const { registry, storage, output, events } = context
  if (stopper.drain.aborted) return
  for (const place of new Set([storage, output])) {
    await place.open({ signal: stopper.kill }).catch((error) => {
      if (!stopper.kill.aborted) events.emit('outage', { storage: place.id, error: toError(error) })
      throw new Interrupted('A storage cannot be opened', { cause: error })
    })
  }
  const loop = new WorkLoop(context, stopper, order)
  const started = performance.now()
  const endWatch = await registry.watchWork?.(storage.id, () => loop.notify())
  try {
    await loop.run()
  } catch (error) {
    if (!isRegistryError(error) || FOR_GOOD.has(errorCode(error))) throw error
    events.emit('registryFailed', { error: toError(error), call: 'claim' })
  } finally {
    await endWatch?.()
  }
  const isSoon = performance.now() - started < SOUND_MS
  if (isSoon && !stopper.drain.aborted) throw new Interrupted('The registry or a storage is out of order')
}
