import type { BatchEmitter } from '@rittdoc-batch/core'
import { collectDefaultMetrics, Registry as MetricsRegistry } from 'prom-client'
import type { Watched } from '../watch/watched.ts'
import { countEvents } from './count-events.ts'
import { defineGauges } from './define-gauges.ts'
import { timeEvents } from './time-events.ts'

/** What a process tells Prometheus: counters and histograms kept from events, gauges read when they are asked for. */
export class Metrics {
  readonly #registry = new MetricsRegistry()
  readonly #ends: readonly (() => void)[]

  constructor(watched: Watched, events: BatchEmitter) {
    collectDefaultMetrics({ register: this.#registry })
    defineGauges(watched, this.#registry)
    this.#ends = [...countEvents(events, this.#registry), ...timeEvents(events, this.#registry)]
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  /** The text that Prometheus reads. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  close(): void {
    for (const end of this.#ends) end()
    this.#registry.clear()
  }
}
