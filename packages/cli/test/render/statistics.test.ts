import { expect, test } from 'vitest'
import { renderStatistics } from '../../src/render/statistics.ts'

const counts = (pending: number, processing: number, completed: number, failed: number) => ({
  pending,
  processing,
  completed,
  failed,
  skipped: 0,
})

test('the report is the documented one', () => {
  const text = renderStatistics({
    total: counts(15, 2, 123, 3),
    publishers: [
      { publisher: 'PublisherA', paused: false, counts: counts(5, 0, 50, 0) },
      { publisher: 'PublisherB', paused: true, counts: counts(0, 0, 73, 3) },
    ],
  })
  expect(text.split('\n')).toEqual([
    'REGISTRY STATISTICS',
    '===================',
    'Overall Statistics:',
    '  pending     :    15',
    '  processing  :     2',
    '  completed   :   123',
    '  failed      :     3',
    '',
    'Publisher Statistics:',
    '  PublisherA:',
    '    pending   :     5',
    '    completed :    50',
    '  PublisherB: (paused)',
    '    completed :    73',
    '    failed    :     3',
  ])
})
