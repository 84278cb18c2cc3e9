/** How a file is cut into requests. */
export interface TransferPlan {
  /** Bytes of one request. */
  readonly chunkBytes: number
  /** Requests that are under way at the same time. */
  readonly window: number
}

// OpenSSH takes 261,120 bytes at once; the library asks other servers for less. A channel carries 2 MiB at a time: more
// requests than fill it would only wait, in buffers that no cache holds. Measured on 256 MB, see bench/.
const FAST_READ: TransferPlan = { chunkBytes: 261_120, window: 10 }
const FAST_WRITE: TransferPlan = { chunkBytes: 261_120, window: 16 }

/** What every server takes: the size that version 3 of the protocol asks servers to support. */
const PLAIN: TransferPlan = { chunkBytes: 32_768, window: 1 }

/** The plan for one direction. */
export function transferPlan(direction: 'read' | 'write', plainStreams: boolean): TransferPlan {
  if (plainStreams) return PLAIN
  return direction === 'read' ? FAST_READ : FAST_WRITE
}
