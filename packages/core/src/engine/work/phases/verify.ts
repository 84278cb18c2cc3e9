import { stat } from 'node:fs/promises'
import { ConvertError } from '../../../errors.ts'
import { checkPackage } from '../../../package-check/check-package.ts'
import type { EngineContext } from '../../context.ts'
import type { JobWithFolder } from '../active-job.ts'

/** Opens the package and checks it; an invalid one is a failed attempt and is never published. */
export async function verify(context: EngineContext, { job, folder }: JobWithFolder): Promise<void> {
  const info = await stat(folder.output).catch(() => undefined)
  if (info === undefined) {
    throw new ConvertError('invalid_output', 'The converter reported success but left no package', {
      key: job.file.key,
    })
  }
  job.facts.outputBytes = info.size
  await checkPackage(folder.output, { produces: context.converter.produces, signal: job.signal })
}
