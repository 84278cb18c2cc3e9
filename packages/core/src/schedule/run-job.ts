import { TimeoutError } from '../errors.ts'

/** Options of {@link runJob}. */
export interface RunJobOptions {
  /** Tells the job to stop. */
  readonly signal: AbortSignal
  /** A job that takes longer is told to stop, in milliseconds. @default no deadline */
  readonly runTimeoutMs?: number | undefined
  /** How long a job may take to end once it is told to, in milliseconds. @default 120_000 */
  readonly patienceMs?: number | undefined
}

/**
 * For schedulers: does one run. The job gets a signal that aborts at the deadline and when it is told to stop.
 * @throws what the job throws; TimeoutError when it does not end once it is told to: it may still be going on then
 */
export async function runJob(
  job: (signal: AbortSignal) => Promise<void>,
  { signal: stopped, runTimeoutMs, patienceMs = 120_000 }: RunJobOptions,
): Promise<void> {
  const late = new AbortController()
  const deadline = runTimeoutMs === undefined ? undefined : setTimeout(() => late.abort(), runTimeoutMs)
  const signal = AbortSignal.any([stopped, late.signal])
  const { promise: givenUp, reject } = Promise.withResolvers<never>()
  let patience: NodeJS.Timeout | undefined
  const onAbort = () => {
    const hangs = new TimeoutError(`The run did not end within ${patienceMs / 1_000} s of being told to stop`)
    patience = setTimeout(() => reject(hangs), patienceMs)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    await Promise.race([job(signal), givenUp])
  } finally {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(deadline)
    clearTimeout(patience)
  }
}
