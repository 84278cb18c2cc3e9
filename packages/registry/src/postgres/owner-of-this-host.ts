import { currentOwner, ownerIsDead } from '@rittdoc-batch/core'

/** How the owners begin that run on this host since its last start, and whose processes can be seen from here. */
const OWNERS_HERE = `${currentOwner().id.split('/').slice(0, 3).join('/')}/`

/**
 * Whether the owner is dead for certain. Of other hosts, which may have the same name, only the end of the lease tells.
 */
export function isDeadHere(owner: string): boolean {
  return owner.startsWith(OWNERS_HERE) && ownerIsDead(owner)
}

/** A pattern for `LIKE` that they match. */
export function likeOwnersHere(): string {
  return `${OWNERS_HERE.replaceAll(/[\\%_]/g, '\\$&')}%`
}
