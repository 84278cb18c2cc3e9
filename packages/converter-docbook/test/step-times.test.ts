import { expect, test, vi } from 'vitest'
import { StepTimes } from '../src/step-times.ts'

test('each step has the time until the next begins, and one that comes twice has both', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const steps = new StepTimes()
    const after = (ms: number, name: string) => {
      vi.advanceTimersByTime(ms)
      steps.enter(name)
    }
    after(5, 'structuring')
    after(7, 'reading')
    after(11, 'no step')
    after(13, 'writing')
    vi.advanceTimersByTime(17)
    expect(steps.counts()).toEqual({ readMs: 5 + 11 + 13, structureMs: 7, writeMs: 17 })
  } finally {
    vi.useRealTimers()
  }
})
