import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClaimOptions, SeenFile } from '@rittdoc-batch/core'
import { currentOwner } from '@rittdoc-batch/core'
import SqliteDatabase from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { type Clock, FileRegistry, type FileRegistryOptions } from '../../src/index.ts'

/** A fresh folder that is removed when the test is over. */
export async function tempDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** An open registry on a file of its own, closed when the test is over. */
export async function openRegistry(
  options: Partial<FileRegistryOptions> = {},
): Promise<{ registry: FileRegistry; path: string }> {
  const path = options.path ?? join(await tempDir(), 'registry.db')
  const registry = new FileRegistry({ ...options, path })
  await registry.open()
  onTestFinished(() => registry.close())
  return { registry, path }
}

/** A second, plain connection, as any SQLite client has it. */
export function plainConnection(path: string): SqliteDatabase.Database {
  const database = new SqliteDatabase(path, { timeout: 5_000 })
  onTestFinished(() => void database.close())
  return database
}

/** A file as a scan saw it. */
export function seen(key: string, more: Partial<SeenFile> = {}): SeenFile {
  const filename = key.slice(key.lastIndexOf('/') + 1)
  const [publisher = 'P'] = key.includes('/') ? key.split('/') : ['P']
  return {
    storage: 'file:///books',
    key,
    publisher,
    filename,
    format: '.pdf',
    sizeBytes: 10,
    modifiedAt: new Date('2026-01-01T00:00:00Z'),
    version: 'v1',
    outputStorage: 'file:///books',
    outputFolder: `${publisher}/Output XML/`,
    ...more,
  }
}

/** Options of a claim by this process. */
export function claimOptions(more: Partial<ClaimOptions> = {}): ClaimOptions {
  return { owner: currentOwner().id, limit: 1, storage: 'file:///books', converter: 'none@1', maxRetries: 3, ...more }
}

/** Facts of an attempt that nobody looks at. */
export const facts = { phase: 'settle' as const, durationMs: 1 }

/** Clocks that are set by hand. */
export class HandClock implements Clock {
  wallMs = Date.parse('2026-06-01T12:00:00Z')
  monotonic = 1_000_000
  bootId = 'boot-1'

  now(): Date {
    return new Date(this.wallMs)
  }

  monotonicMs(): number {
    return this.monotonic
  }

  /** Time passes. */
  pass(ms: number): void {
    this.wallMs += ms
    this.monotonic += ms
  }
}
