import { runJob, TimeoutError } from '@rittdoc-batch/core'
import { describe, expect, test } from 'vitest'

const never = new AbortController().signal
const untilToldToStop = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('told to stop')))
  })

describe('runJob', () => {
  test('resolves with the job, and rejects with it', async () => {
    await expect(runJob(async () => {}, { signal: never })).resolves.toBeUndefined()
    const broken = async () => Promise.reject(new Error('broken'))
    await expect(runJob(broken, { signal: never })).rejects.toThrow('broken')
  })

  test('tells a job to stop at its deadline, and when it is told so itself', async () => {
    await expect(runJob(untilToldToStop, { signal: never, runTimeoutMs: 20 })).rejects.toThrow('told to stop')
    await expect(runJob(untilToldToStop, { signal: AbortSignal.timeout(20) })).rejects.toThrow('told to stop')
  })

  test.each([
    ['at its deadline', { signal: never, runTimeoutMs: 20 }],
    ['before it began', { signal: AbortSignal.abort() }],
  ])('gives up a job that was told to stop %s and does not end', async (_, options) => {
    const hanging = () => new Promise<void>(() => {})
    await expect(runJob(hanging, { ...options, patienceMs: 20 })).rejects.toThrow(TimeoutError)
  })
})
