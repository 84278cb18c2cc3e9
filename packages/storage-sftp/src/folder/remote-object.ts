import type { StoredObject } from '@rittdoc-batch/core'

/** What SFTP tells of a file. */
export interface RemoteFacts {
  readonly size: number
  /** In whole seconds: more the protocol does not have. */
  readonly mtime: number
}

/** The version of a remote file: size and time of the last change, in seconds. */
export function remoteVersion({ size, mtime }: RemoteFacts): string {
  return `${size}-${mtime}`
}

/** What `stat` tells, as the contract has it. */
export function toStoredObject(key: string, facts: RemoteFacts): StoredObject {
  return {
    key,
    sizeBytes: facts.size,
    modifiedAt: new Date(facts.mtime * 1_000),
    version: remoteVersion(facts),
  }
}

/** Something that is there and cannot be read, with the reason. */
export function toUnreadable(key: string, reason: string): StoredObject {
  return { key, sizeBytes: 0, modifiedAt: new Date(0), version: '', unreadable: reason }
}
