import { BatchError } from '../../../errors.ts'
import type { EngineContext } from '../../context.ts'
import { withDeadline } from '../../deadline.ts'
import type { JobWithFolder } from '../active-job.ts'

/** Brings exactly the claimed version of the book into the job's private folder. */
export async function download(context: EngineContext, { job, folder }: JobWithFolder): Promise<void> {
  const { key, sizeBytes, version } = job.file
  if (version === undefined) throw new BatchError('unknown', `Could not download ${key}: its version is not known yet`)
  const limit = { what: `The download of ${key}`, timeoutMs: context.transferTimeoutMs, signal: job.signal }
  const { sha256 } = await withDeadline(limit, (signal) =>
    context.storage.download({ key, sizeBytes, version }, folder.input, { signal }),
  )
  job.facts.sourceSha256 = sha256
  job.facts.inputBytes = sizeBytes
}
