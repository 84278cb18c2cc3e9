import { resolve } from 'node:path'
import type { FileRecord } from '../../contracts/registry.ts'
import type { CallOptions, StoredObject } from '../../contracts/storage.ts'
import { BatchError, ConfigError, type ErrorCode, errorCode, toError } from '../../errors.ts'
import { baseName } from '../../rules/file-name.ts'
import { passOver } from '../../rules/pass-over.ts'
import type { EngineContext } from '../context.ts'
import { convertFile, seenFile } from '../scan/seen-file.ts'

/** Options of {@link BatchProcessor.addLocalFiles}. */
export interface AddFilesOptions extends CallOptions {
  /** The publisher that the files belong to: a folder name. */
  readonly publisher: string
  /** Convert even what is unchanged and published already. @default false */
  readonly force?: boolean | undefined
}

/** What came of naming files. */
export interface AddFilesReport {
  /** Rows to be processed now. */
  readonly due: readonly FileRecord[]
  /** Rows whose package is published and still stands at its place. */
  readonly unchanged: readonly FileRecord[]
  readonly rejected: ReadonlyArray<{ readonly path: string; readonly code: ErrorCode; readonly message: string }>
}

/**
 * Records exactly the named files, at once: unchanged ones whose package is still there stay as they are, failed ones
 * are due again, and so is everything with `force`.
 */
export async function addFiles(
  context: EngineContext,
  paths: readonly string[],
  options: AddFilesOptions,
): Promise<AddFilesReport> {
  expectFolderName(options.publisher)
  const due = new Map<number, FileRecord>()
  const unchanged = new Map<number, FileRecord>()
  const rejected: AddFilesReport['rejected'][number][] = []
  for (const path of new Set(paths.map((path) => resolve(path)))) {
    try {
      options.signal?.throwIfAborted()
      const record = await addFile(context, path, options)
      const list = record.status === 'completed' ? unchanged : due
      list.set(record.id, record)
    } catch (error) {
      if (options.signal?.aborted || errorCode(error) === 'config') throw error
      rejected.push({ path, code: errorCode(error), message: toError(error).message })
    }
  }
  return { due: [...due.values()], unchanged: [...unchanged.values()], rejected }
}

async function addFile(context: EngineContext, path: string, options: AddFilesOptions): Promise<FileRecord> {
  const { storage, output, registry } = context
  const object = await storage.stat(path, { signal: options.signal })
  if (object === undefined) throw new BatchError('not_found', `Could not find the file ${path}`)
  expectBook(context, object, options.publisher)
  const seen = seenFile(context, options.publisher, object)
  await registry.record([seen], { requeue: options.force ? 'all' : 'failed' })
  const record = await findRecord(context, path)
  if (record.status !== 'completed' || (await output.stat(record.outputKey)) !== undefined) return record
  await registry.record([seen], { requeue: 'all' }) // its package is gone
  return findRecord(context, path)
}

async function findRecord(context: EngineContext, key: string): Promise<FileRecord> {
  for await (const record of context.registry.query({ storage: context.storage.id, key, limit: 1 })) return record
  throw new BatchError(
    'unknown',
    `Could not record the file ${key}: it may have been removed from the registry by hand; use force`,
  )
}

function expectBook(context: EngineContext, object: StoredObject, publisher: string): void {
  const reason = passOver(object, context.formats, context.registry.maxKeyBytes)
  const formats = [...context.formats].join(', ')
  if (reason?.reason === 'unsupported_format') {
    throw new BatchError('unsupported', `Could not take ${object.key}: not one of the supported formats (${formats})`)
  }
  if (reason?.reason === 'empty') throw new BatchError('input', `Could not take ${object.key}: the file is empty`)
  if (reason?.reason === 'unreadable') {
    throw new BatchError('unsupported', `Could not take ${object.key}: ${reason.detail}`)
  }
  const accepted = context.converter.accepts?.(convertFile(seenFile(context, publisher, object))) ?? true
  if (accepted !== true) throw new BatchError('unsupported', `Could not take ${object.key}: ${accepted}`)
}

/** A publisher names one folder: anything else would put packages where nobody looks for them. */
function expectFolderName(publisher: string): void {
  const isFolder = publisher !== '' && publisher === baseName(publisher) && !/^\.{1,2}$|\0/.test(publisher)
  if (!isFolder)
    throw new ConfigError(`Expected publisher to be the name of a folder, got ${JSON.stringify(publisher)}`)
}
