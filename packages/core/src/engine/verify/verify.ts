import type { Registry } from '../../contracts/registry.ts'
import type { CallOptions } from '../../contracts/storage.ts'
import { errorCode, isRegistryError, toError } from '../../errors.ts'
import { baseName } from '../../rules/file-name.ts'
import type { EngineContext } from '../context.ts'
import { REPORT_LIST_LIMIT } from '../report.ts'
import { isSourceFolder } from '../scan/walk-publisher.ts'
import type { Finding, FindingKind, VerifyReport } from './finding.ts'
import { repair } from './repair.ts'
import { type FindingInContext, verifyPublisher } from './verify-publisher.ts'

/** Options of {@link BatchProcessor.verify}. */
export interface VerifyOptions extends CallOptions {
  /** Put right what can be put right. @default false: only told */
  readonly fix?: boolean | undefined
}

/** Age at which an unfinished upload is nobody's, although files of the publisher are being worked on: a day. */
const LEFTOVER_AGE_MS = 24 * 60 * 60 * 1000

/** Compares the registry with the storages, publisher by publisher, and tells each disagreement as it is found. */
export class Verification {
  readonly #context: EngineContext
  readonly #fix: boolean
  readonly #signal: AbortSignal
  readonly #onFinding: (finding: Finding, isRepaired: boolean) => void
  readonly #counts = { publishers: 0, inputs: 0, outputs: 0, repaired: 0 }
  readonly #found: Partial<Record<FindingKind, number>> = {}
  #rehearsal: Promise<Registry> | undefined
  readonly #errors: VerifyReport['errors'][number][] = []

  constructor(
    context: EngineContext,
    options: { readonly fix: boolean; readonly signal: AbortSignal },
    onFinding: (finding: Finding, isRepaired: boolean) => void,
  ) {
    this.#context = context
    this.#fix = options.fix
    this.#signal = options.signal
    this.#onFinding = onFinding
  }

  async run(): Promise<VerifyReport> {
    const publishers = new Set<string>()
    await this.#attempt(undefined, () => this.#readPublishers(publishers))
    try {
      let done = 0
      for (const publisher of [...publishers].sort()) {
        await this.#attempt(publisher, () => this.#verify(publisher))
        this.#context.events.emit('publisherVerified', { publisher, done: ++done, total: publishers.size })
      }
    } finally {
      await (await this.#rehearsal)?.close()
    }
    this.#signal.throwIfAborted()
    return { ...this.#counts, found: this.#found, errors: this.#errors }
  }

  /** Those that have a folder, and those that have rows of this storage. */
  async #readPublishers(into: Set<string>): Promise<void> {
    const { registry, storage, layout, inputPrefix } = this.#context
    for (const { publisher } of (await registry.statistics({ signal: this.#signal })).publishers) {
      for await (const _ of registry.query({ publisher, storage: storage.id, limit: 1 })) into.add(publisher)
    }
    for await (const entry of storage.list(inputPrefix, { signal: this.#signal })) {
      if (entry.kind === 'prefix' && isSourceFolder(entry, layout)) into.add(baseName(entry.key.slice(0, -1)))
    }
  }

  async #verify(publisher: string): Promise<void> {
    const comparison = { context: this.#context, rehearsal: () => this.#rehearse(), signal: this.#signal }
    const { inputs, outputs, findings } = await verifyPublisher(comparison, publisher)
    this.#counts.publishers++
    this.#counts.inputs += inputs
    this.#counts.outputs += outputs
    const isBusy = findings.some(({ finding }) => finding.kind === 'leftover') && (await this.#isBusy(publisher))
    for (const found of findings) if (!isBusy || !isRecentLeftover(found)) await this.#tell(found)
  }

  #rehearse(): Promise<Registry> {
    this.#rehearsal ??= this.#context.registry.rehearse({ signal: this.#signal })
    return this.#rehearsal
  }

  /** Unfinished uploads of files that somebody works on are no leftovers. */
  async #isBusy(publisher: string): Promise<boolean> {
    for await (const _ of this.#context.registry.query({ publisher, status: 'processing', limit: 1 })) return true
    return false
  }

  async #tell(found: FindingInContext): Promise<void> {
    const isRepaired = this.#fix && (await repair(this.#context, found, this.#signal))
    const { kind } = found.finding
    this.#found[kind] = (this.#found[kind] ?? 0) + 1
    if (isRepaired) this.#counts.repaired++
    this.#onFinding(found.finding, isRepaired)
  }

  /** A publisher that cannot be compared is an error in the report; the others are compared. */
  async #attempt(publisher: string | undefined, work: () => Promise<void>): Promise<void> {
    if (this.#signal.aborted) return
    try {
      await work()
    } catch (error) {
      if (this.#signal.aborted || isRegistryError(error)) throw error
      const failure = { publisher, code: errorCode(error), message: toError(error).message }
      if (this.#errors.length < REPORT_LIST_LIMIT) this.#errors.push(failure)
    }
  }
}

function isRecentLeftover({ finding, object }: FindingInContext): boolean {
  return finding.kind === 'leftover' && Date.now() - (object?.modifiedAt.getTime() ?? 0) < LEFTOVER_AGE_MS
}
