import { expect, test } from 'vitest'
import { CachedLook } from '../../src/watch/cached-look.ts'

test('who asks at the same time, and shortly after, gets one answer', async () => {
  let looks = 0
  const look = new CachedLook(async () => ++looks, { ageMs: 60_000, deadlineMs: 1_000 })
  expect(await Promise.all([look.get(), look.get()])).toEqual([1, 1])
  expect(await look.get()).toBe(1)
  look.forget()
  expect(await look.get()).toBe(2)
})

test('an answer that is old is asked for again, a failed one too', async () => {
  let looks = 0
  const look = new CachedLook(
    async () => {
      if (++looks === 1) throw new Error('not yet')
      return looks
    },
    { ageMs: 0, deadlineMs: 1_000 },
  )
  await expect(look.get()).rejects.toThrow('not yet')
  await expect.poll(() => look.get().catch(() => 0)).toBeGreaterThan(1)
})

test('nobody waits longer than the deadline', async () => {
  const look = new CachedLook(() => new Promise(() => {}), { ageMs: 0, deadlineMs: 10 })
  await expect(look.get()).rejects.toThrow('No answer within 0.01 s')
})
