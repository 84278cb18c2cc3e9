import type { StorageErrorCode } from '@rittdoc-batch/core'

/** Why a connection cannot be used (any more). Becomes a StorageError where it is known what was tried. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault'
  readonly fault: StorageErrorCode
  /** The server ended the connection before it said who it is, as busy servers do with new ones. */
  readonly isTurnedAway: boolean

  constructor(fault: StorageErrorCode, reason: string, options: { cause?: unknown; isTurnedAway?: boolean } = {}) {
    super(reason, { cause: options.cause })
    this.fault = fault
    this.isTurnedAway = options.isTurnedAway ?? false
  }
}
