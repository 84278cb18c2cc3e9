import { EventEmitter } from 'node:events'
import type { Conflict, FileRecord, Phase } from '../contracts/registry.ts'
import type { PassOver } from '../rules/pass-over.ts'
import type { FileResult, RunReport, ScanReport } from './report.ts'

/** One attempt on one file; the same object in every event of that attempt. */
export interface AttemptInfo {
  readonly file: FileRecord
  readonly attempt: number
}

/** Everything that the engine tells while it works. Listeners must not block; what they throw is reported as `listenerFailed`. */
export interface BatchEvents {
  runStarted: { readonly runId: string; readonly mode: 'batch' | 'files' }
  runFinished: { readonly report: RunReport }
  scanStarted: { readonly storage: string; readonly prefix: string }
  scanFinished: { readonly report: ScanReport }
  /** Another process is scanning already; this run only processes. */
  scanSkipped: { readonly storage: string }
  publisherScanned: {
    readonly publisher: string
    readonly seen: number
    readonly added: number
    readonly changed: number
    readonly durationMs: number
  }
  /** A listing failed; the other publishers go on. `publisher` is absent when the publishers themselves could not be listed. */
  scanFailed: { readonly publisher?: string | undefined; readonly error: Error }
  /** One of the publishers that {@link BatchProcessor.verify} compares is done with. */
  publisherVerified: { readonly publisher: string; readonly done: number; readonly total: number }
  filePassedOver: { readonly publisher: string | undefined; readonly key: string } & PassOver
  /** Files that may still be uploading; they are looked at again. */
  filesSettling: { readonly publisher: string; readonly count: number }
  nameConflict: { readonly publisher: string } & Conflict
  attemptStarted: AttemptInfo
  phaseStarted: AttemptInfo & { readonly phase: Phase }
  progress: AttemptInfo & { readonly fraction: number; readonly step?: string | undefined }
  converterLog: AttemptInfo & { readonly level: 'debug' | 'info' | 'warn'; readonly message: string }
  attemptFinished: AttemptInfo & { readonly result: FileResult }
  /** Another worker took the file over; this attempt's result counts for nothing. */
  leaseLost: AttemptInfo
  /** A storage is out of order; no more files are claimed in this run. */
  outage: { readonly storage: string; readonly error: Error }
  /** A registry call failed and is tried again. */
  registryFailed: { readonly error: Error; readonly call: string }
  /** Leftovers of dead processes were removed at start. */
  sweptLeftovers: { readonly folders: number; readonly processes: number }
  draining: { readonly graceMs: number }
  listenerFailed: { readonly event: string; readonly error: unknown }
}

/** Names of the events. */
export type BatchEventName = keyof BatchEvents

/** A typed emitter on which no event name is special: a listener that throws never stops the engine. */
export class BatchEmitter {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  /** Calls `listener` at every event of that name. @returns a function that ends it */
  on<Name extends BatchEventName>(name: Name, listener: (event: BatchEvents[Name]) => void): () => void {
    this.#emitter.on(`batch:${name}`, listener)
    return () => this.#emitter.off(`batch:${name}`, listener)
  }

  /** For the engine. Calls every listener; what one throws reaches neither the others nor the engine. */
  emit<Name extends BatchEventName>(name: Name, event: BatchEvents[Name]): void {
    for (const listener of this.#emitter.listeners(`batch:${name}`)) {
      try {
        listener(event)
      } catch (error) {
        if (name !== 'listenerFailed') this.emit('listenerFailed', { event: name, error })
      }
    }
  }
}
