import { expect, test } from 'vitest'
import { Wake } from '../../src/engine/wake.ts'

test('a ring before the wait is not lost', async () => {
  const wake = new Wake()
  wake.ring()
  await wake.wait()
})

test('a ring ends a wait', async () => {
  const wake = new Wake()
  const waiting = wake.wait()
  wake.ring()
  await waiting
})

test('a wait ends after its time, and the next one waits again', async () => {
  const wake = new Wake()
  await wake.wait(1)
  const started = performance.now()
  await wake.wait(15)
  expect(performance.now() - started).toBeGreaterThan(10)
})
