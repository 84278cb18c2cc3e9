import { readFileSync } from 'node:fs'

/**
 * The clocks of a host. Leases are measured on the monotonic one, which every process of the host shares and nobody can
 * set: a wall clock that jumps an hour neither ends nor prolongs a lease.
 */
export interface Clock {
  /** Wall clock, for times that people read and for the due times of retries. */
  now(): Date
  /** Milliseconds on the host-wide monotonic clock. */
  monotonicMs(): number
  /** Changes when the host is started anew, and the monotonic clock with it. */
  readonly bootId: string
}

/** The real clocks of this host. */
export function systemClock(): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => Number(process.hrtime.bigint() / 1_000n) / 1_000,
    bootId: readBootId(),
  }
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'unknown' // not Linux: leases then end by the clock alone
  }
}
