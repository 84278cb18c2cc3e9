import { toError } from '@rittdoc-batch/core'
import type { DtdJob, DtdVerdict } from './dtd/dtd-protocol.ts'
import { validatePackage } from './dtd/validate-package.ts'

// The process that validates one package: gets its job over the channel, answers over it, and ends.

async function work(job: DtdJob): Promise<void> {
  let answer: DtdVerdict
  try {
    answer = { type: 'verdict', ...(await validatePackage(job)) }
  } catch (error) {
    answer = { type: 'error', message: toError(error).message }
  }
  process.send?.(answer)
  process.disconnect?.()
}

process.once('message', (job: DtdJob) => void work(job))
// Without a parent nobody waits for the verdict any more.
process.on('disconnect', () => process.exit())
