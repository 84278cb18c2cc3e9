import type { Registry } from '@rittdoc-batch/core'

/** A registry to be tested, with what the suite needs beside it. Made anew, and empty, for each test. */
export interface RegistrySubject {
  /** Need not be open. The suite opens and closes it. */
  readonly registry: Registry
  /** A second handle on the same data, as another process has it. The suite opens and closes it. */
  another(): Registry
  /** Lets this much time pass on the registry's own clock, for all its handles. */
  advance(ms: number): void | Promise<void>
  /** Length of the registry's leases, in milliseconds. */
  readonly leaseMs: number
  /** Takes down what was made. Called once, also when the test failed. */
  cleanup?(): Promise<void>
}
