import type { FileRecord, Registry } from '../../contracts/registry.ts'
import type { StoredObject } from '../../contracts/storage.ts'
import { baseName } from '../../rules/file-name.ts'
import { outputName } from '../../rules/output-name.ts'
import { isTemporaryName } from '../../rules/pass-over.ts'
import type { EngineContext } from '../context.ts'
import { seenFile } from '../scan/seen-file.ts'
import { compareInput } from './compare-input.ts'
import { compareOutput } from './compare-output.ts'
import type { Finding } from './finding.ts'
import { listPublisher, type PublisherObjects } from './publisher-objects.ts'

/** A finding with what its repair needs. */
export interface FindingInContext {
  readonly finding: Finding
  /** The row, for findings about one. */
  readonly file?: FileRecord | undefined
  /** The object that stands there, for findings about one. */
  readonly object?: StoredObject | undefined
}

/** What was compared, and where it disagrees. */
export interface PublisherVerdict {
  readonly inputs: number
  readonly outputs: number
  readonly findings: readonly FindingInContext[]
}

/** What a comparison works with. */
export interface Comparison {
  readonly context: EngineContext
  /** A throw-away view of the registry, made when it is first needed. */
  readonly rehearsal: () => Promise<Registry>
  readonly signal: AbortSignal
}

/** Books that are recorded together. */
const PAGE = 1_000

/** Candidates for output names that are tried for a file that the registry was told to forget. */
const CANDIDATES = 20

/**
 * Compares everything of one publisher. Rows are read before the storages are listed, so that what a run publishes
 * meanwhile is no finding; what looks wrong is looked at once more before it counts.
 */
export async function verifyPublisher(comparison: Comparison, publisher: string): Promise<PublisherVerdict> {
  const { context, signal } = comparison
  const rows = await Array.fromAsync(context.registry.query({ publisher }, { signal }))
  const objects = await listPublisher(context, publisher, signal)
  const inputs = objects.books.size
  const findings: FindingInContext[] = []
  let outputs = 0
  for (const file of rows) {
    if (file.storage === context.storage.id) {
      const book = objects.books.get(file.key)
      const finding = compareInput(file, book)
      if (finding !== undefined) findings.push({ finding, file, object: book })
      objects.books.delete(file.key)
    }
    if (file.outputStorage !== context.output.id) continue
    const published = objects.packages.get(file.outputKey)
    objects.packages.delete(file.outputKey)
    if (file.status !== 'completed') continue
    const finding = await findOutput(context, file, published, signal)
    if (finding === undefined) outputs++
    else findings.push({ finding, file })
  }
  findings.push(...(await findUnknownBooks(comparison, publisher, objects)))
  findings.push(...findStrayPackages(publisher, objects))
  return { inputs, outputs, findings }
}

async function findOutput(
  context: EngineContext,
  file: FileRecord,
  listed: StoredObject | undefined,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const attempts = await context.registry.attempts(file.id, { signal })
  if (compareOutput(file, listed, attempts) === undefined) return undefined
  const [now] = await Array.fromAsync(context.registry.query({ ids: [file.id] }, { signal }))
  if (now?.status !== 'completed' || now.version !== file.version) return undefined
  return compareOutput(file, await context.output.stat(file.outputKey, { signal }), attempts)
}

/** Books without a row: asked of a view that nobody keeps, because the registry knows what was forgotten on purpose. */
async function findUnknownBooks(
  { context, rehearsal, signal }: Comparison,
  publisher: string,
  { books, packages }: PublisherObjects,
): Promise<FindingInContext[]> {
  if (books.size === 0) return []
  const found: FindingInContext[] = []
  const registry = await rehearsal()
  const files = [...books.values()].map((object) => ({ object, file: seenFile(context, publisher, object) }))
  for (let n = 0; n < files.length; n += PAGE) {
    const page = files.slice(n, n + PAGE)
    await registry.record(
      page.map(({ file }) => file),
      { signal },
    )
    for (const { object, file } of page) {
      const query = { storage: file.storage, key: file.key, limit: 1 }
      const [row] = await Array.fromAsync(registry.query(query, { signal }))
      if (row?.status !== 'pending') disown(packages, file.outputFolder, file.filename)
      else if (isOldEnough(context, object)) found.push({ finding: unknownInput(publisher, object), object })
    }
  }
  return found
}

/** The package of a file that was forgotten belongs to it all the same. */
function disown(packages: Map<string, StoredObject>, folder: string, filename: string): void {
  for (let n = 0; n < CANDIDATES; n++) packages.delete(`${folder}${outputName(filename, n)}`)
}

/** What may still be uploading is for a scan to watch. */
function isOldEnough({ storage, minAgeMs }: EngineContext, { modifiedAt }: StoredObject): boolean {
  return !storage.traits.partialVisible || Date.now() - modifiedAt.getTime() >= minAgeMs
}

function unknownInput(publisher: string, { key, sizeBytes }: StoredObject): Finding {
  const detail = `a book of ${sizeBytes} bytes that the registry does not know`
  return { kind: 'unknown_input', publisher, key, detail, repair: 'record' }
}

function findStrayPackages(publisher: string, { packages }: PublisherObjects): FindingInContext[] {
  return [...packages.values()].map((object) => ({ object, finding: strayPackage(publisher, object) }))
}

function strayPackage(publisher: string, { key, sizeBytes }: StoredObject): Finding {
  const common = { publisher, key }
  if (isTemporaryName(baseName(key))) {
    const detail = `an unfinished upload of ${sizeBytes} bytes that nobody goes on with`
    return { ...common, kind: 'leftover', detail, repair: 'remove' }
  }
  const detail = `${sizeBytes} bytes in a folder for packages that belong to no file`
  return { ...common, kind: 'stray_output', detail, repair: 'none' }
}
