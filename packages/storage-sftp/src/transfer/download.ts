import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ObjectVersion, StorageError } from '@rittdoc-batch/core'
import type { Stats } from 'ssh2'
import { closeHandle, openFile, statHandle, statPath } from '../connection/requests.ts'
import type { SftpSession } from '../connection/session.ts'
import { expectInside } from '../folder/inside-root.ts'
import { remoteVersion } from '../folder/remote-object.ts'
import { storageCode } from '../sftp-error.ts'
import { readFile } from './read-file.ts'
import type { TransferPlan } from './transfer-plan.ts'

/** What is downloaded, and how. */
export interface Download {
  readonly path: string
  readonly realRoot: string
  readonly from: ObjectVersion
  readonly toFile: string
  readonly plan: TransferPlan
  readonly signal?: AbortSignal | undefined
}

/** Brings one version of a remote file to a local path, by way of a private file beside it. @returns the SHA-256 */
export async function download(session: SftpSession, job: Download): Promise<string> {
  const temporary = join(dirname(job.toFile), `.rittdoc-${randomBytes(9).toString('hex')}.part`)
  const target = await open(temporary, 'wx+', 0o600)
  try {
    const sha256 = await readVersion(session, job, target)
    await target.close()
    job.signal?.throwIfAborted()
    await rename(temporary, job.toFile)
    return sha256
  } catch (error) {
    await target.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
}

/** The version is compared on the open file, before and after: what is read is what was asked for. */
async function readVersion(session: SftpSession, job: Download, target: FileHandle): Promise<string> {
  const handle = await openVersion(session, job)
  let sha256: string | undefined
  try {
    const ready = expectWanted(session, job, handle)
    ready.catch(() => {}) // an abort may come before somebody waits for it
    sha256 = await readFile(session, { handle, sizeBytes: job.from.sizeBytes, target, ready, ...job })
  } catch (error) {
    await closeHandle(session, handle).catch(() => {}) // what matters is why it could not be read
    throw error
  }
  const [facts] = await Promise.all([statHandle(session, handle), closeHandle(session, handle)])
  expectVersion(job, facts)
  if (sha256 !== undefined) return sha256
  const text = `Could not read ${job.path}: the server ends it before its ${job.from.sizeBytes} bytes`
  throw new StorageError('corrupt', text, { key: job.from.key })
}

/** Asked together with the first bytes, which nobody gets to see when the answer is no. */
async function expectWanted(session: SftpSession, job: Download, handle: Buffer): Promise<void> {
  const checks = [statHandle(session, handle), expectInside(session, job.path, job.realRoot)] as const
  const [facts] = await Promise.all(checks)
  expectVersion(job, facts)
}

async function openVersion(session: SftpSession, { path, from }: Download): Promise<Buffer> {
  try {
    return await openFile(session, path, 'r')
  } catch (error) {
    if (storageCode(error) !== 'unknown' || (await statPath(session, path)).isFile()) throw error
    throw notRegular(path, from.key)
  }
}

function expectVersion({ path, from }: Download, facts: Stats): void {
  if (!facts.isFile()) throw notRegular(path, from.key)
  if (remoteVersion(facts) === from.version && facts.size === from.sizeBytes) return
  throw new StorageError('changed', `Could not read ${path}: it has changed since it was listed`, { key: from.key })
}

function notRegular(path: string, key: string): StorageError {
  return new StorageError('not_found', `Could not read ${path}: not a regular file`, { key })
}
