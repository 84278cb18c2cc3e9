import { BatchError } from '../../../errors.ts'
import type { EngineContext } from '../../context.ts'
import type { JobWithFolder } from '../active-job.ts'

/** Brings exactly the claimed version of the book into the job's private folder. */
export async function download(context: EngineContext, { job, folder }: JobWithFolder): Promise<void> {
  const { key, sizeBytes, version } = job.file
  if (version === undefined) throw new BatchError('unknown', `Could not download ${key}: its version is not known yet`)
  const { sha256 } = await context.storage.download({ key, sizeBytes, version }, folder.input, { signal: job.signal })
  job.facts.sourceSha256 = sha256
  job.facts.inputBytes = sizeBytes
}
