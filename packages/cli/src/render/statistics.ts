import type { RegistryStatistics } from '@rittdoc-batch/core'
import { oneLine } from '../logging/one-line.ts'

const STATUSES = ['pending', 'processing', 'completed', 'failed'] as const

/** The documented report. Rows that the Python system had skipped are shown when there are any. */
export function renderStatistics({ total, publishers }: RegistryStatistics): string {
  const line = (indent: string, status: string, count: number) =>
    `${indent}${status.padEnd(status.length > 10 ? 0 : indent.length > 2 ? 10 : 12)}: ${String(count).padStart(5)}`
  const overall = STATUSES.map((status) => line('  ', status, total[status]))
  const skipped = total.skipped > 0 ? [line('  ', 'skipped', total.skipped)] : []
  const own = publishers.flatMap(({ publisher, paused, counts }) => {
    const shown = ([...STATUSES, 'skipped'] as const).filter((status) => counts[status] > 0)
    return [
      `  ${oneLine(publisher)}:${paused ? ' (paused)' : ''}`,
      ...shown.map((status) => line('    ', status, counts[status])),
    ]
  })
  const heading = ['REGISTRY STATISTICS', '===================']
  return [...heading, 'Overall Statistics:', ...overall, ...skipped, '', 'Publisher Statistics:', ...own].join('\n')
}
