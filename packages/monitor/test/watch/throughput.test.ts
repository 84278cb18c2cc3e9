import { expect, test } from 'vitest'
import { Throughput } from '../../src/watch/throughput.ts'

const HOUR_MS = 3_600_000
const NOW = new Date('2026-03-01T12:34:56Z')

/** Counts of hours, of which each is asked for under its beginning. */
function registry() {
  const asked: string[] = []
  return {
    asked,
    async endings(from: Date, to: Date) {
      asked.push(from.toISOString())
      expect(to.getTime() - from.getTime()).toBe(HOUR_MS)
      return { completed: asked.length, failed: 0, retry: 0, released: 0, lost: 0 }
    },
  }
}

test('the last hours end with the one under way', async () => {
  const { asked, endings } = registry()
  const hours = await new Throughput({ endings }).lastHours(3, NOW)
  expect(hours.map(({ from }) => from.toISOString())).toEqual(asked)
  expect(asked).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z', '2026-03-01T12:00:00.000Z'])
})

test('an hour that is over is counted once, after a minute in which late ones may still come', async () => {
  const { asked, endings } = registry()
  const throughput = new Throughput({ endings })
  await throughput.lastHours(3, NOW)
  await throughput.lastHours(3, NOW)
  expect(asked.slice(3)).toEqual(['2026-03-01T12:00:00.000Z'])
  await throughput.lastHours(3, new Date('2026-03-01T13:00:30Z'))
  await throughput.lastHours(3, new Date('2026-03-01T13:01:30Z'))
  await throughput.lastHours(3, new Date('2026-03-01T13:01:31Z'))
  expect(asked.slice(4).filter((hour) => hour.includes('T12'))).toHaveLength(2)
})
