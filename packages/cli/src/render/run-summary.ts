import type { FileResult, RunReport } from '@rittdoc-batch/core'
import { oneLine } from '../logging/one-line.ts'
import { renderTable } from './table.ts'

/** Books listed at the end of a run; the log has all of them. */
const LISTED = 200

/** What a person wants to know at the end of a run. */
export function renderRun(report: RunReport): string {
  const rows = report.results.slice(0, LISTED).map(resultRow)
  const rejected = report.rejected.map(({ path, message }) => [oneLine(path), 'rejected', '', oneLine(message)])
  const all = [...rows, ...rejected]
  const table = all.length === 0 ? [] : [renderTable(['BOOK', 'STATUS', 'SECONDS', 'PACKAGE OR REASON'], all), '']
  const more = report.results.length > LISTED ? [`… and ${report.results.length - LISTED} more, see the log`, ''] : []
  return [...table, ...more, countLine(report), ...remarkLines(report)].join('\n')
}

function resultRow({
  publisher,
  filename,
  status,
  durationMs,
  outputPath,
  message,
  retryInMs,
  warnings,
}: FileResult): string[] {
  const seconds = status === 'unchanged' ? '' : (durationMs / 1000).toFixed(1)
  const noted = warnings.length === 0 ? '' : ` (${warnings.length} warning${warnings.length === 1 ? '' : 's'})`
  const retry = retryInMs === undefined ? '' : ` (next try in ${Math.round(retryInMs / 1000)} s)`
  return [oneLine(`${publisher}/${filename}`), status, seconds, oneLine(outputPath ?? message ?? '') + noted + retry]
}

function countLine(report: RunReport): string {
  const { completed, unchanged, failed, retried, released, rejected } = report
  const counts = Object.entries({
    completed,
    unchanged,
    failed,
    'to be retried': retried,
    'given back': released,
    rejected: rejected.length,
  })
  const shown = counts.filter(([name, count]) => count > 0 || name === 'completed' || name === 'failed')
  const seconds = ((report.finishedAt.getTime() - report.startedAt.getTime()) / 1000).toFixed(1)
  return `${shown.map(([name, count]) => `${count} ${name}`).join(', ')} in ${seconds} s`
}

function remarkLines({ outage, scan, stopped }: RunReport): string[] {
  return [
    ...(stopped ? ['Stopped before everything was done; the next run goes on.'] : []),
    ...(scan?.settling ? [`May still be uploading, left to a later run: ${scan.settling}`] : []),
    ...(outage ? [`${outage.storage} is out of order: ${outage.message}`] : []),
    ...(scan?.errors.map(({ publisher, message }) => `Could not list ${publisher ?? 'the publishers'}: ${message}`) ??
      []),
  ]
}
