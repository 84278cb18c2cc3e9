import { Gauge, type Registry as MetricsRegistry } from 'prom-client'
import { isOverdue } from '../health/health.ts'
import type { Watched } from '../watch/watched.ts'

/** Defines what is read when somebody asks. What cannot be read then is absent, and everything else is told. */
export function defineGauges(watched: Watched, registry: MetricsRegistry): void {
  defineFiles(watched, registry)
  defineTimes(watched, registry)
  const { live, parts } = watched
  gauge(registry, {
    name: 'rittdoc_attempts_running',
    help: 'Books in work in this process.',
    read: (set) => set(live.running.length),
  })
  gauge(registry, {
    name: 'rittdoc_scheduler_overdue',
    help: '1 when the time of a run has passed without its beginning.',
    read: (set) => set(isOverdue(watched) ? 1 : 0),
  })
  const outage = new Gauge({
    name: 'rittdoc_storage_outage',
    help: '1 while a storage is out of order, so that no books are begun.',
    labelNames: ['storage'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { storage } of parts.storages ?? []) this.set({ storage: storage.id }, 0)
      for (const { storage } of live.outages) this.set({ storage }, 1)
    },
  })
  outage.reset()
}

function defineFiles({ statistics }: Watched, registry: MetricsRegistry): void {
  new Gauge({
    name: 'rittdoc_files',
    help: 'Files of the registry by publisher and status.',
    labelNames: ['publisher', 'status'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const { publisher, counts } of (await orNothing(statistics.get()))?.publishers ?? []) {
        for (const [status, files] of Object.entries(counts)) this.set({ publisher, status }, files)
      }
    },
  })
  new Gauge({
    name: 'rittdoc_publisher_paused',
    help: '1 for publishers whose files are not begun.',
    labelNames: ['publisher'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const { publisher, paused } of (await orNothing(statistics.get()))?.publishers ?? []) {
        if (paused) this.set({ publisher }, 1)
      }
    },
  })
}

function defineTimes({ live, parts, oldestDue }: Watched, registry: MetricsRegistry): void {
  gauge(registry, {
    name: 'rittdoc_queue_oldest_due_seconds',
    help: 'For how long the oldest due file has been due.',
    async read(set) {
      const due = await oldestDue.get()
      set(due === undefined ? 0 : (Date.now() - due.getTime()) / 1_000)
    },
  })
  const time = (name: string, help: string, at: () => Date | undefined) =>
    gauge(registry, {
      name,
      help: `${help} Absent when there is none.`,
      read(set) {
        const seconds = at()?.getTime()
        if (seconds !== undefined) set(seconds / 1_000)
      },
    })
  time('rittdoc_last_scan_timestamp_seconds', 'When the last scan ended.', () => live.lastScanAt)
  time('rittdoc_last_completion_timestamp_seconds', 'When a book was last converted here.', () => live.lastCompletionAt)
  time('rittdoc_last_run_timestamp_seconds', 'When the last run ended.', () => live.lastRunAt)
  time('rittdoc_next_run_timestamp_seconds', 'When the next run begins.', () => parts.scheduler?.nextRunAt)
}

interface Reading {
  readonly name: string
  readonly help: string
  read(set: (value: number) => void): void | Promise<void>
}

/** A gauge without labels that is absent until it is set. */
function gauge(registry: MetricsRegistry, { name, help, read }: Reading): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.remove()
      await orNothing(Promise.resolve(read((value) => this.set(value))))
    },
  })
}

/** One part that cannot be reached must not hide what the others tell. */
async function orNothing<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined)
}
