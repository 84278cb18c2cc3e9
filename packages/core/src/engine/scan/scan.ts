import { setImmediate as nextTurn } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import type { SeenFile } from '../../contracts/registry.ts'
import type { StoredObject } from '../../contracts/storage.ts'
import { isRegistryError, toError } from '../../errors.ts'
import { baseName } from '../../rules/file-name.ts'
import { type PassOver, passOver } from '../../rules/pass-over.ts'
import type { EngineContext } from '../context.ts'
import type { ScanReport } from '../report.ts'
import { ScanTally } from './scan-tally.ts'
import { SecondLook } from './second-look.ts'
import { convertFile, seenFile } from './seen-file.ts'
import { TwinOrder } from './twin-order.ts'
import { isSourceFolder, walkPublisher } from './walk-publisher.ts'

/** Files recorded together. While more of them are recorded at once, a service that shares the machine runs out of requests. */
const BATCH = 500
/** A smaller batch is recorded when its first file has waited this long, so that work begins while the listing goes on. */
const BATCH_WAIT_MS = 1_000
/** Publishers listed at the same time, where the storage takes it. */
const PARALLEL_PUBLISHERS = 6

/** What a scan saw of one publisher. */
interface Counts {
  seen: number
  added: number
  changed: number
}

/** What a scan needs beside the context. */
export interface ScanRun {
  readonly signal: AbortSignal
  /** Called whenever new work may be there. */
  onRecorded(): void
}

/**
 * Lists the whole storage and records what lies there. The listing is lazy and memory is bounded, whatever the number
 * of files. A listing that fails is an error of that publisher, in the report; the others go on.
 */
export async function scan(context: EngineContext, run: ScanRun): Promise<ScanReport> {
  return new Scan(context, run).run()
}

class Scan {
  readonly #context: EngineContext
  readonly #run: ScanRun
  readonly #tally = new ScanTally()
  readonly #twins = new TwinOrder()
  readonly #secondLook: SecondLook
  #turn: Promise<void> = Promise.resolve()

  constructor(context: EngineContext, run: ScanRun) {
    this.#context = context
    this.#run = run
    this.#secondLook = new SecondLook(context, (result, before) => {
      this.#tally.settling -= before // they were counted as settling at the first look
      this.#tally.addRecorded(result)
      if (result.added + result.changed > 0) run.onRecorded()
    })
  }

  async run(): Promise<ScanReport> {
    const { events, storage, inputPrefix } = this.#context
    events.emit('scanStarted', { storage: storage.id, prefix: inputPrefix })
    await this.#scanPublishers()
    if (!this.#run.signal.aborted) await this.#attempt(undefined, () => this.#secondLook.finish(this.#run.signal))
    const report = this.#tally.report(storage.id)
    events.emit('scanFinished', { report })
    return report
  }

  async #scanPublishers(): Promise<void> {
    const limit = pLimit(this.#context.storage.traits.parallelList ? PARALLEL_PUBLISHERS : 1)
    const running = new Set<Promise<void>>()
    await this.#attempt(undefined, async () => {
      for await (const entry of this.#context.storage.list(this.#context.inputPrefix, { signal: this.#run.signal })) {
        if (entry.kind === 'object') this.#passOver(undefined, entry, { reason: 'no_publisher' })
        else if (!isSourceFolder(entry, this.#context.layout)) continue
        else {
          const task = this.#twins
            .run(entry.key, () => this.#scanPublisher(entry.key, limit))
            .finally(() => running.delete(task))
          running.add(task)
          if (running.size >= PARALLEL_PUBLISHERS * 2) await Promise.race(running) // publishers are listed lazily too
        }
      }
    })
    await Promise.all(running)
  }

  /** The last files are recorded while the next publisher is listed already. */
  async #scanPublisher(prefix: string, limit: LimitFunction): Promise<void> {
    const publisher = baseName(prefix.slice(0, -1))
    const counts: Counts = { seen: 0, added: 0, changed: 0 }
    let started = 0
    await this.#attempt(publisher, async () => {
      const last = await limit(() => {
        started = performance.now()
        this.#tally.publishers++
        return this.#listPublisher(publisher, prefix, counts)
      })
      await this.#record(publisher, last, counts)
    })
    this.#context.events.emit('publisherScanned', { publisher, ...counts, durationMs: performance.now() - started })
  }

  /** Records what it lists, but for the files that it returns. */
  async #listPublisher(publisher: string, prefix: string, counts: Counts): Promise<SeenFile[]> {
    let batch: SeenFile[] = []
    let firstAt = 0
    const { storage, layout } = this.#context
    for await (const object of walkPublisher(storage, layout, prefix, this.#run.signal)) {
      const file = this.#take(publisher, object)
      if (file === undefined) continue
      counts.seen++
      if (batch.push(file) === 1) firstAt = performance.now()
      if (batch.length < BATCH && performance.now() - firstAt < BATCH_WAIT_MS) continue
      await this.#record(publisher, batch, counts)
      batch = []
    }
    return batch
  }

  /** The file to record, or undefined (told and counted) when it is not one. */
  #take(publisher: string, object: StoredObject): SeenFile | undefined {
    const reason = passOver(object, this.#context.formats, this.#context.registry.maxKeyBytes)
    if (reason !== undefined) return this.#passOver(publisher, object, reason)
    const file = seenFile(this.#context, publisher, object)
    const accepted = this.#context.converter.accepts?.(convertFile(file)) ?? true
    if (accepted !== true) return this.#passOver(publisher, object, { reason: 'not_accepted', detail: accepted })
    this.#tally.seen++
    return file
  }

  #passOver(publisher: string | undefined, object: StoredObject, reason: PassOver): undefined {
    this.#tally.addPassedOver(reason.reason)
    this.#context.events.emit('filePassedOver', { publisher, key: object.key, ...reason })
  }

  async #record(publisher: string, batch: SeenFile[], counts: Counts): Promise<void> {
    if (batch.length === 0) return
    const { registry, storage, minAgeMs, events } = this.#context
    const settleMs = storage.traits.partialVisible ? minAgeMs : 0
    await this.#nextTurn()
    const result = await registry.record(batch, { settleMs, signal: this.#run.signal })
    this.#tally.addRecorded(result)
    counts.added += result.added
    counts.changed += result.changed
    for (const conflict of result.conflicts) events.emit('nameConflict', { publisher, ...conflict })
    if (result.added + result.changed > 0) this.#run.onRecorded()
    if (result.settling.length === 0) return
    events.emit('filesSettling', { publisher, count: result.settling.length })
    await this.#secondLook.add(result.settling, this.#run.signal)
  }

  /**
   * A registry may record without waiting for anything. Between two recordings everything else has its turn: what has come
   * is read, and the next pages are asked for.
   */
  async #nextTurn(): Promise<void> {
    this.#turn = this.#turn.then(() => nextTurn())
    await this.#turn
  }

  /** Runs one listing. What it throws is told and noted; a registry that fails ends the whole scan. */
  async #attempt(publisher: string | undefined, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (this.#run.signal.aborted) return
      if (isRegistryError(error)) throw error
      this.#tally.addError(error, publisher)
      this.#context.events.emit('scanFailed', { publisher, error: toError(error) })
    }
  }
}
