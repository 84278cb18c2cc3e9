import { randomUUID } from 'node:crypto'
import type { FileRecord } from '../contracts/registry.ts'
import type { CallOptions } from '../contracts/storage.ts'
import { BatchError } from '../errors.ts'
import { currentOwner } from '../process/owner.ts'
import { sweepOrphans } from '../process/sweep-orphans.ts'
import type { EngineContext } from './context.ts'
import { BatchEmitter } from './events.ts'
import { type AddFilesOptions, type AddFilesReport, addFiles } from './files/add-files.ts'
import { unchangedResult } from './files/unchanged-result.ts'
import type { ProcessOptions, RunOptions, WorkOptions } from './method-options.ts'
import { type BatchProcessorOptions, resolveOptions } from './options.ts'
import { type PlanEntry, plan } from './plan.ts'
import { type ProcessReport, REPORT_LIST_LIMIT, type RunReport, type ScanReport } from './report.ts'
import { scan } from './scan/scan.ts'
import { Stopper } from './stopper.ts'
import { TempFolders } from './temp-folders.ts'
import type { Finding, VerifyReport } from './verify/finding.ts'
import { Verification, type VerifyOptions } from './verify/verify.ts'
import { ProcessTally } from './work/process-tally.ts'
import { workForEver } from './work/work-for-ever.ts'
import { WorkLoop, type WorkOrder } from './work/work-loop.ts'

/** The duty that keeps two processes from scanning one storage at the same time. */
const SCAN_DUTY = 'scan'

/**
 * Finds books, converts them and publishes the packages: scan, record, claim, download, convert, verify, publish, settle.
 *
 * It only wires the phases together; what the storage, the registry and the converter do is theirs. Nothing happens
 * before a method is called. Several processors, in one process or in many, may share a registry. One file that fails is
 * a value in the report; a method rejects only when the registry or the configuration makes work impossible.
 * Aborting a method's `signal` stops that one call as {@link BatchProcessor.stop} stops all of them. A stopped processor is
 * not used again.
 */
export class BatchProcessor {
  /** What happens while it works; see {@link BatchEvents}. */
  readonly events = new BatchEmitter()
  readonly #context: EngineContext
  readonly #stoppers = new Set<Stopper>()
  readonly #opening = new AbortController()
  #isStopped = false
  #opened: Promise<void> | undefined
  readonly #running = new Set<Promise<unknown>>()

  /** @throws ConfigError naming every option that cannot work */
  constructor(options: BatchProcessorOptions) {
    const owner = currentOwner()
    const resolved = resolveOptions(options)
    this.#context = { ...resolved, owner, events: this.events, temp: new TempFolders(owner, resolved.tempDir) }
  }

  /**
   * Opens registry and storages and removes what dead processes of this host left. Called by every other method.
   * @throws RegistryError, StorageError, ConfigError
   */
  open(): Promise<void> {
    this.#opened ??= this.#open().catch((error) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  /**
   * Lists the storage and records what lies there. A publisher that cannot be listed is an error in the report.
   * @returns undefined when another process is scanning this storage already
   */
  async discoverFiles(options: CallOptions = {}): Promise<ScanReport | undefined> {
    return this.#run(options, (stopper) => this.#scan(stopper, () => {}))
  }

  /**
   * A dry run: tells what a run would convert, under which output keys, and what it would pass over and why.
   * Reads the storage, changes nothing.
   */
  async plan(onEntry: (entry: PlanEntry) => void, options: CallOptions = {}): Promise<ScanReport> {
    return this.#run(options, ({ drain }) => plan(this.#context, drain, onEntry))
  }

  /**
   * Compares the registry with the storages: books that are unknown, changed or gone, packages that are missing, foreign
   * or nobody's, unfinished uploads. Tells each finding as it is found; with `fix` it puts right what can be put right,
   * so that the next run converts what has to be. A publisher that cannot be listed is an error in the report.
   */
  async verify(
    onFinding: (finding: Finding, isRepaired: boolean) => void,
    { fix = false, ...options }: VerifyOptions = {},
  ): Promise<VerifyReport> {
    return this.#run(options, ({ drain }) => new Verification(this.#context, { fix, signal: drain }, onFinding).run())
  }

  /** Works on everything that is due, and ends when nothing is due any more. Retries due later are left to a later call. */
  async processPendingFiles(options: ProcessOptions = {}): Promise<ProcessReport> {
    return this.#run(options, (stopper) => this.#loop(stopper, { maxFiles: options.maxFiles }).run())
  }

  /**
   * Works on everything that is due and waits for more, without looking at the storage for new books, until it is told to
   * stop. Any number of processes may do so on one registry. When the registry or a storage is out of order it waits and
   * goes on by itself.
   * @throws RegistryError when the registry cannot be used for good, for example `newer_schema`
   */
  async work({ pollMs = 5_000, ...options }: WorkOptions = {}): Promise<ProcessReport> {
    return this.#run(options, (stopper) => workForEver(this.#context, stopper, pollMs))
  }

  /** Works on exactly one file, if it is due. */
  async processFile(record: Pick<FileRecord, 'id'>, options: CallOptions = {}): Promise<ProcessReport> {
    return this.#run(options, (stopper) => this.#loop(stopper, { ids: [record.id], maxFiles: 1 }).run())
  }

  /** One whole run: scan and process at the same time, so that the first book converts while the listing goes on. */
  async runBatchJob({ scanOnly = false, ...options }: RunOptions = {}): Promise<RunReport> {
    return this.#run(options, (stopper) =>
      this.#report(stopper, 'batch', async () => {
        if (scanOnly) {
          const nothing = new ProcessTally().report(undefined)
          return { ...nothing, scan: await this.#scan(stopper, () => {}), unchanged: 0, rejected: [] }
        }
        const loop = this.#loop(stopper, {})
        loop.expectMore = true
        const scanned = this.#scan(stopper, () => loop.notify()).finally(() => {
          loop.expectMore = false
          loop.notify()
        })
        const [scanResult, processed] = await Promise.allSettled([scanned, loop.run()])
        if (scanResult.status === 'rejected') throw scanResult.reason
        if (processed.status === 'rejected') throw processed.reason
        return { ...processed.value, scan: scanResult.value, unchanged: 0, rejected: [] }
      }),
    )
  }

  /** Records the named local files as books of a publisher; see {@link AddFilesReport}. The storage is a local one. */
  async addLocalFiles(paths: readonly string[], options: AddFilesOptions): Promise<AddFilesReport> {
    return this.#run(options, () => addFiles(this.#context, paths, options))
  }

  /** The command-line mode: records exactly the named files and works on them, retries included. */
  async convertFiles(paths: readonly string[], options: AddFilesOptions): Promise<RunReport> {
    return this.#run(options, (stopper) =>
      this.#report(stopper, 'files', async () => {
        const { due, unchanged, rejected } = await addFiles(this.#context, paths, options)
        const processed = await this.#loop(stopper, { ids: due.map(({ id }) => id) }).run()
        const results = [...processed.results, ...unchanged.map((file) => unchangedResult(this.#context, file))]
        return { ...processed, results: results.slice(0, REPORT_LIST_LIMIT), unchanged: unchanged.length, rejected }
      }),
    )
  }

  /**
   * Stops: nothing new is begun, running jobs may go on for `graceMs`, then they are ended and given back at no cost.
   * Called again with less time it is sooner. Resolves when the methods under way have ended.
   */
  async stop(options: { readonly graceMs?: number | undefined } = {}): Promise<void> {
    const graceMs = options.graceMs ?? this.#context.shutdownGraceMs
    this.events.emit('draining', { graceMs })
    this.#stopAll(graceMs)
    await Promise.allSettled(this.#running)
  }

  /** Stops at once and closes everything it opened: registry, storages, converter. Idempotent. */
  async close(): Promise<void> {
    this.#stopAll(0)
    await Promise.allSettled(this.#running)
    const { storage, output, registry, converter, temp } = this.#context
    const places = new Set([storage, output])
    const [ended] = await Promise.allSettled([converter.close?.(), ...[...places].map((place) => place.close())])
    await registry.close()
    await temp.close()
    if (ended.status === 'rejected') throw ended.reason
  }

  async #open(): Promise<void> {
    const { storage, output, registry, temp, events } = this.#context
    const { signal } = this.#opening
    await registry.open({ signal })
    const [folders, processes] = [await temp.open(), await sweepOrphans()]
    if (folders + processes > 0) events.emit('sweptLeftovers', { folders, processes })
    await storage.open({ signal })
    if (output !== storage) await output.open({ signal })
  }

  #stopAll(graceMs: number): void {
    this.#isStopped = true
    this.#opening.abort(new BatchError('aborted', 'Stopped before everything was open'))
    for (const stopper of this.#stoppers) stopper.stop(graceMs)
  }

  /** Opens first, ties the caller's signal to a stop of this call, and keeps account of what is under way. */
  async #run<T>({ signal }: CallOptions, work: (stopper: Stopper) => Promise<T>): Promise<T> {
    signal?.throwIfAborted()
    const stopper = new Stopper()
    const onAbort = () => stopper.stop(this.#context.shutdownGraceMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#stoppers.add(stopper)
    if (this.#isStopped) stopper.stop(0)
    const running = this.open().then(() => work(stopper))
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
      this.#stoppers.delete(stopper)
      stopper.dispose()
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Scans unless another process does. */
  async #scan({ drain }: Stopper, onRecorded: () => void): Promise<ScanReport | undefined> {
    const { registry, owner, storage, events } = this.#context
    let report: ScanReport | undefined
    const duty = `${SCAN_DUTY} ${storage.id}`
    const held = await registry.withDuty(duty, owner.id, async (lost) => {
      const signal = AbortSignal.any([lost, drain])
      report = await scan(this.#context, { signal, onRecorded })
    })
    if (!held) events.emit('scanSkipped', { storage: storage.id })
    return report
  }

  #loop(stopper: Stopper, order: WorkOrder): WorkLoop {
    return new WorkLoop(this.#context, stopper, order)
  }

  /** Wraps a run's result into its report, keeps it in the registry, and tells it. */
  async #report(
    { drain }: Stopper,
    mode: RunReport['mode'],
    work: () => Promise<Omit<RunReport, 'runId' | 'mode' | 'startedAt' | 'finishedAt' | 'stopped'>>,
  ): Promise<RunReport> {
    const { events, registry, owner } = this.#context
    const started = { runId: randomUUID(), mode, startedAt: new Date() }
    events.emit('runStarted', { runId: started.runId, mode })
    const result = await work()
    const report: RunReport = { ...result, ...started, finishedAt: new Date(), stopped: drain.aborted }
    const { startedAt, finishedAt } = report
    await registry.noteRun({ id: report.runId, owner: owner.id, startedAt, finishedAt, report })
    events.emit('runFinished', { report })
    return report
  }
}
