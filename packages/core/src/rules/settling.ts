/** A file that was seen while it may still have been uploading, as a registry keeps it between looks. */
export interface Sighting {
  readonly version: string
  /** When this version was first seen, by the registry's clock. */
  readonly firstSeenAt: Date
}

/** Two looks closer together than this count as one. */
export const LOOK_INTERVAL_MS = 10_000

/**
 * Whether an upload counts as finished: two looks at least {@link LOOK_INTERVAL_MS} apart found the same version, and the
 * file is older than `settleMs`, by its own time or by how long we have seen it unchanged (the second covers servers
 * whose clock runs ahead of ours).
 */
export function isSettled(
  modifiedAt: Date,
  sighting: Sighting | undefined,
  version: string,
  now: Date,
  settleMs: number,
): boolean {
  if (settleMs <= 0) return true
  if (sighting === undefined || sighting.version !== version) return false
  const watchedMs = now.getTime() - sighting.firstSeenAt.getTime()
  if (watchedMs < LOOK_INTERVAL_MS) return false
  return now.getTime() - modifiedAt.getTime() >= settleMs || watchedMs >= settleMs
}
