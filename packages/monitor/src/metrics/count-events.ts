import type { BatchEmitter } from '@rittdoc-batch/core'
import { Counter, type Registry as MetricsRegistry } from 'prom-client'

/** Counts what the engine tells. @returns functions that end it */
export function countEvents(events: BatchEmitter, registry: MetricsRegistry): (() => void)[] {
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter<Label>({ name, help, labelNames, registers: [registry] })
  const attempts = counter('rittdoc_attempts_total', 'Attempts that ended, by how they ended and why.', [
    'outcome',
    'code',
  ])
  const bytes = counter('rittdoc_bytes_total', 'Bytes of books that were converted, and of their packages.', [
    'direction',
  ])
  const runs = counter('rittdoc_runs_total', 'Runs that ended.', ['result'])
  const leases = counter('rittdoc_leases_lost_total', 'Attempts that another worker took over.', [])
  const scans = counter('rittdoc_scan_errors_total', 'Listings that failed.', [])
  const registryErrors = counter('rittdoc_registry_errors_total', 'Calls of the registry that failed.', ['call'])
  return [
    events.on('attemptFinished', ({ file, result }) => {
      attempts.inc({ outcome: result.status, code: result.code ?? '' })
      if (result.status !== 'completed') return
      bytes.inc({ direction: 'in' }, file.sizeBytes)
      bytes.inc({ direction: 'out' }, result.outputBytes ?? 0)
    }),
    events.on('leaseLost', () => leases.inc()),
    events.on('scanFailed', () => scans.inc()),
    events.on('registryFailed', ({ call }) => registryErrors.inc({ call })),
    events.on('runFinished', ({ report }) => {
      const isWhole = report.failed + report.retried === 0 && (report.scan?.errors.length ?? 0) === 0
      runs.inc({ result: report.outage !== undefined ? 'outage' : isWhole ? 'ok' : 'failures' })
    }),
  ]
}
