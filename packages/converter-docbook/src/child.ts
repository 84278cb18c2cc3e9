import { setFlagsFromString } from 'node:v8'
import { errorCode, isBatchError, toError } from '@rittdoc-batch/core'
import { convertBook } from './convert-book.ts'
import type { ChildJob, ChildMessage } from './protocol.ts'
import { loadRule } from './rules/load-rule.ts'

// The process of one conversion: gets its job over the channel, answers over it, and ends.

// By default V8 lets the heap grow to several times what is alive in it. A manual of 2,415 pages takes 500 MB instead of 700
// like this, with the small heap for new objects that the parent asks for, and a tenth more time.
setFlagsFromString('--heap-growing-percent=40')

function send(message: ChildMessage): void {
  process.send?.(message)
}

async function work(job: ChildJob): Promise<void> {
  let told = 0
  const progress = (fraction: number, step: string) => {
    if (fraction < 1 && fraction - told < 0.01) return // a message per percent is enough
    told = fraction
    send({ type: 'progress', fraction, step })
  }
  try {
    const rule = job.rule === undefined ? undefined : await loadRule(job.rule)
    send({ type: 'result', result: await convertBook({ ...job, rule, progress }) })
  } catch (error) {
    const { message } = toError(error)
    const { stack } = toError(isBatchError(error) ? (error.cause ?? '') : error)
    const code = isBatchError(error) ? errorCode(error) : 'internal'
    const context = isBatchError(error) ? error.context : {}
    send({
      type: 'error',
      code,
      message,
      context,
      stack: isBatchError(error) && error.cause === undefined ? undefined : stack,
    })
  }
  process.disconnect?.()
}

process.once('message', (job: ChildJob) => void work(job))
// Without a parent nobody waits for the result any more.
process.on('disconnect', () => process.exit())
