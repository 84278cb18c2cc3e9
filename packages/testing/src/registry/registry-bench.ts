import assert from 'node:assert/strict'
import type {
  Claim,
  ClaimOptions,
  FileQuery,
  FileRecord,
  Outcome,
  RecordOptions,
  RecordResult,
  Registry,
  SeenFile,
} from '@rittdoc-batch/core'
import type { RegistrySubject } from './subject.ts'

const STORAGE = 'test://books'

/** One registry under test, with shorthands for what the cases do again and again. */
export class RegistryBench {
  readonly subject: RegistrySubject
  readonly registry: Registry
  readonly other: Registry

  private constructor(subject: RegistrySubject) {
    this.subject = subject
    this.registry = subject.registry
    this.other = subject.another()
  }

  static async open(create: () => Promise<RegistrySubject>): Promise<RegistryBench> {
    const bench = new RegistryBench(await create())
    try {
      await bench.registry.open()
      await bench.other.open()
      return bench
    } catch (error) {
      await bench.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.other.close()
    await this.registry.close()
    await this.subject.cleanup?.()
  }

  /** A file as a scan sees it; the first part of the key is the publisher. */
  seen(key: string, more: Partial<SeenFile> = {}): SeenFile {
    const publisher = key.split('/')[0] ?? ''
    const filename = key.slice(key.lastIndexOf('/') + 1)
    return {
      storage: STORAGE,
      key,
      publisher,
      filename,
      format: '.pdf',
      sizeBytes: 10,
      modifiedAt: new Date(0),
      version: 'v1',
      outputStorage: STORAGE,
      outputFolder: `${publisher}/Output XML/`,
      ...more,
    }
  }

  record(keys: readonly string[], options?: RecordOptions, more?: Partial<SeenFile>): Promise<RecordResult> {
    return this.registry.record(
      keys.map((key) => this.seen(key, more)),
      options,
    )
  }

  claim(more: Partial<ClaimOptions> = {}, registry = this.registry): Promise<Claim[]> {
    const owner = 'elsewhere/boot/namespace/1/1/a'
    return registry.claim({ owner, limit: 1, storage: STORAGE, converter: 'none@1', maxRetries: 3, ...more })
  }

  /** The only claim that there is to make. */
  async claimOne(more: Partial<ClaimOptions> = {}): Promise<Claim> {
    const [claim] = await this.claim(more)
    assert.ok(claim, 'Expected a file to be due')
    return claim
  }

  settle(
    claim: Claim,
    status: Outcome['status'],
    more: { code?: 'input' | 'transient' | 'not_found'; delayMs?: number } = {},
  ) {
    const facts = {
      phase: 'convert' as const,
      durationMs: 5,
      exitCode: 3,
      stderrTail: 'tail',
      details: { warnings: [] },
    }
    const { code = 'transient', delayMs = 0 } = more
    const told = { code, message: 'what was wrong', facts }
    if (status === 'completed')
      return this.registry.settle(claim, { status, outputPath: `/out/${claim.file.filename}`, facts })
    return this.registry.settle(claim, status === 'failed' ? { status, ...told } : { status, delayMs, ...told })
  }

  files(query: FileQuery = {}, registry = this.registry): Promise<FileRecord[]> {
    return Array.fromAsync(registry.query(query))
  }

  /** The only file that there is. */
  async file(query: FileQuery = {}): Promise<FileRecord> {
    const files = await this.files(query)
    assert.equal(files.length, 1, `Expected one file, got ${files.length}`)
    return files[0] as FileRecord
  }

  /** Lets leases run out, without renewing any. */
  async leasesEnd(): Promise<void> {
    await this.subject.advance(this.subject.leaseMs + 1)
  }
}
