import { ownerIsDead } from '@rittdoc-batch/core'
import type { Clock } from '../sqlite/clock.ts'

/** How long the answer whether an owner lives is believed. */
const BELIEVED_MS = 2_000

/** The columns of a lease, in files and in duties. */
export interface LeaseRow {
  readonly lease_owner: string | null
  readonly lease_boot: string | null
  readonly lease_until: number | null
}

/** Decides whether leases still hold. */
export class LeaseCheck {
  readonly #clock: Clock
  readonly #dead = new Map<string, { readonly at: number; readonly isDead: boolean }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether the lease is over: run out, from before the last start of the host, or of an owner that has died. */
  isOver({ lease_owner, lease_boot, lease_until }: LeaseRow): boolean {
    if (lease_owner === null || lease_boot !== this.#clock.bootId || lease_until === null) return true
    return lease_until <= this.#clock.monotonicMs() || this.#isDead(lease_owner)
  }

  /** A look at a process costs a system call; one owner has many leases. */
  #isDead(owner: string): boolean {
    const now = this.#clock.monotonicMs()
    const known = this.#dead.get(owner)
    if (known !== undefined && (known.isDead || now - known.at < BELIEVED_MS)) return known.isDead
    const isDead = ownerIsDead(owner)
    this.#dead.set(owner, { at: now, isDead })
    return isDead
  }
}
