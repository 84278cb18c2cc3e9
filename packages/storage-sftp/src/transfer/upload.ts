import { type FileHandle, open } from 'node:fs/promises'
import { StorageError, type StoredObject } from '@rittdoc-batch/core'
import type { Stats } from 'ssh2'
import { closeHandle, freeBytes, openFile, removeFile, statPath } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import { expectInsideOnceMade } from '../folder/inside-root.ts'
import { makeFolder } from '../folder/make-folder.ts'
import { putInPlace } from '../folder/put-in-place.ts'
import { toStoredObject } from '../folder/remote-object.ts'
import { folderOf } from '../key-path.ts'
import { storageCode } from '../sftp-error.ts'
import { temporaryPath } from '../temporary-name.ts'
import type { TransferPlan } from './transfer-plan.ts'
import { writeFile } from './write-file.ts'

/** What is uploaded, and how. */
export interface Upload {
  readonly fromFile: string
  readonly key: string
  readonly path: string
  readonly realRoot: string
  readonly plan: TransferPlan
  readonly signal?: AbortSignal | undefined
}

/** Puts a local file at a remote path, by way of a temporary file beside it. */
export async function upload(session: SftpSession, job: Upload): Promise<StoredObject> {
  const source = await open(job.fromFile)
  try {
    const temporary = temporaryPath(job.path)
    try {
      const facts = await writeTemporary(session, { ...job, source, temporary })
      job.signal?.throwIfAborted()
      await putInPlace(session, temporary, job.path)
      return toStoredObject(job.key, facts) // a rename changes neither size nor time
    } catch (error) {
      const cause = await explainFull(session, folderOf(job.path), error)
      await removeFile(session, temporary).catch(() => {}) // what cannot be removed now is for a sweep
      throw cause
    }
  } finally {
    await source.close()
  }
}

interface WriteTemporary extends Upload {
  readonly source: FileHandle
  readonly temporary: string
}

async function writeTemporary(session: SftpSession, job: WriteTemporary): Promise<Stats> {
  const { source, temporary, path, fromFile } = job
  const { size: sizeBytes } = await source.stat()
  const handle = await create(session, job)
  let sent: number
  try {
    sent = await writeFile(session, { ...job, handle, sizeBytes })
  } catch (error) {
    await closeHandle(session, handle).catch(() => {}) // what matters is why it could not be written
    throw error
  }
  const [, facts] = await Promise.all([closeHandle(session, handle), statPath(session, temporary)])
  if (sent !== sizeBytes) throw new StorageError('changed', `Could not write ${path}: ${fromFile} became shorter`)
  if (facts.size === sent) return facts
  throw new StorageError('corrupt', `Could not write ${path}: ${sent} bytes sent, ${facts.size} in ${temporary}`)
}

/** Makes the temporary file, and its folder when that is what is missing. */
async function create(session: SftpSession, { temporary, realRoot }: WriteTemporary): Promise<Buffer> {
  const folder = folderOf(temporary)
  await expectInsideOnceMade(session, folder, realRoot)
  try {
    return await openFile(session, temporary, 'wx')
  } catch (error) {
    if (storageCode(error) !== 'not_found') throw error
    await makeFolder(session, folder)
    return openFile(session, temporary, 'wx')
  }
}

/** Below this a disk counts as full. A quota cannot be told from other failures, unless the server says so. */
const FULL_BYTES = 256 * 1024

/** OpenSSH only says that a write failed; whether the disk is full can be asked. */
async function explainFull(session: SftpSession, folder: string, error: unknown): Promise<unknown> {
  if (storageCode(error) !== 'unknown' || session.lost !== undefined) return error
  const free = await freeBytes(session, folder)
  if (free === undefined || free >= FULL_BYTES) return error
  return new StorageError('full', `Could not write to ${folder}: the disk of the server is full`, { cause: error })
}
