import type { ConvertResult } from '../../../contracts/converter.ts'
import type { StoredObject } from '../../../contracts/storage.ts'
import { StorageError } from '../../../errors.ts'
import type { EngineContext } from '../../context.ts'
import { runHook } from '../../hooks.ts'
import type { JobWithFolder } from '../active-job.ts'

/** Puts the package at the output key reserved for the file, all or nothing, and looks that it stands there. */
export async function publish(
  context: EngineContext,
  { job, folder }: JobWithFolder,
  result: ConvertResult,
): Promise<StoredObject> {
  const { file, attempt, signal } = job
  const { hooks, output } = context
  await runHook('beforePublish', hooks.beforePublish?.bind(hooks), {
    file,
    attempt,
    output: folder.output,
    result,
    signal,
  })
  if (job.claim.recovered) await output.sweep(file.outputKey, { signal })
  const published = await output.upload(folder.output, file.outputKey, { signal })
  if (published.sizeBytes !== job.facts.outputBytes && hooks.beforePublish === undefined) {
    throw new StorageError(
      'corrupt',
      `Could not publish ${file.outputKey}: sent ${job.facts.outputBytes} bytes, ${published.sizeBytes} stand there`,
      { key: file.outputKey, storage: output.id },
    )
  }
  job.facts.outputBytes = published.sizeBytes // a hook may have changed the package
  await runHook('afterPublish', hooks.afterPublish?.bind(hooks), { file, attempt, published, signal })
  return published
}
