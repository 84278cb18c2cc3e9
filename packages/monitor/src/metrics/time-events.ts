import type { BatchEmitter } from '@rittdoc-batch/core'
import { Histogram, type Registry as MetricsRegistry } from 'prom-client'

/** From a tenth of a second to two hours. */
const SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200]

/** Times what the engine tells. @returns functions that end it */
export function timeEvents(events: BatchEmitter, registry: MetricsRegistry): (() => void)[] {
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram<Label>({ name, help, labelNames, buckets: SECONDS, registers: [registry] })
  const attempts = histogram('rittdoc_attempt_duration_seconds', 'How long attempts took.', ['outcome'])
  const phases = histogram('rittdoc_phase_duration_seconds', 'How long the phases of attempts took.', ['phase'])
  const runs = histogram('rittdoc_run_duration_seconds', 'How long runs took.', [])
  const scans = histogram('rittdoc_scan_duration_seconds', 'How long scans took.', [])
  return [
    events.on('attemptFinished', ({ result }) => {
      attempts.observe({ outcome: result.status }, result.durationMs / 1_000)
      for (const [phase, ms] of Object.entries(result.phases)) phases.observe({ phase }, ms / 1_000)
    }),
    events.on('runFinished', ({ report }) => runs.observe(secondsOf(report))),
    events.on('scanFinished', ({ report }) => scans.observe(secondsOf(report))),
  ]
}

function secondsOf({ startedAt, finishedAt }: { readonly startedAt: Date; readonly finishedAt: Date }): number {
  return (finishedAt.getTime() - startedAt.getTime()) / 1_000
}
