import { chown, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StoredObject } from '@rittdoc-batch/core'
import type { SftpStorage } from '@rittdoc-batch/storage-sftp'
import type { Sshd } from '@rittdoc-batch/test-services'

/** Puts a file at a key past the storage, as the server's user. @returns its path on this machine */
export async function putRemote(sshd: Sshd, key: string, content: string | Buffer): Promise<string> {
  const path = join(sshd.root, key)
  const { uid, gid } = await stat(sshd.uploads)
  if ((await mkdir(dirname(path), { recursive: true })) !== undefined) await chown(dirname(path), uid, gid)
  await writeFile(path, content)
  await chown(path, uid, gid)
  return path
}

/** An object that must be there. */
export async function statOf(storage: SftpStorage, key: string): Promise<StoredObject> {
  const object = await storage.stat(key)
  if (object === undefined) throw new Error(`Expected ${key} to be there`)
  return object
}
