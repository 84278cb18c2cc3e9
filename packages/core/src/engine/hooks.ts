import type { ConvertResult } from '../contracts/converter.ts'
import type { StoredObject } from '../contracts/storage.ts'
import { BatchError } from '../errors.ts'
import type { AttemptInfo } from './events.ts'

/**
 * Code of the embedding program that takes part in every attempt. Awaited; a hook that rejects fails the attempt with
 * code `hook`, which is retried like any other failure.
 */
export interface BatchHooks {
  /** The book is downloaded to `input` and about to be converted. */
  beforeConvert?(job: AttemptInfo & { readonly input: string; readonly signal: AbortSignal }): Promise<void> | void
  /** The package at `output` has passed all checks and is about to be published. */
  beforePublish?(
    job: AttemptInfo & { readonly output: string; readonly result: ConvertResult; readonly signal: AbortSignal },
  ): Promise<void> | void
  /** The package stands at its place; the registry does not know it yet. Must be idempotent: it may run again. */
  afterPublish?(
    job: AttemptInfo & { readonly published: StoredObject; readonly signal: AbortSignal },
  ): Promise<void> | void
}

/** Runs a hook, if there is one, and names it in the error if it rejects. */
export async function runHook<Job extends AttemptInfo>(
  name: keyof BatchHooks,
  hook: ((job: Job) => Promise<void> | void) | undefined,
  job: Job,
): Promise<void> {
  try {
    await hook?.(job)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BatchError('hook', `The hook ${name} rejected: ${reason}`, { key: job.file.key, cause: error })
  }
}
