import { type Claim, type ClaimOptions, currentOwner, type Registry, type SeenFile } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'

/** Files recorded together, as a scan does. */
export const BATCH = 1_000

/** One file at a time, by this process. */
export const claimOptions: ClaimOptions = {
  owner: currentOwner().id,
  limit: 1,
  storage: 's',
  converter: 'none@1',
  maxRetries: 3,
}

/** A registry on a file. */
export async function open(path: string): Promise<FileRegistry> {
  const registry = new FileRegistry({ path })
  await registry.open()
  return registry
}

/** Records that many files of that many publishers. */
export async function record(registry: Registry, count: number, publishers = 50): Promise<void> {
  for (let i = 0; i < count; i += BATCH) {
    await registry.record(Array.from({ length: Math.min(BATCH, count - i) }, (_, j) => seen(i + j, publishers)))
  }
}

/** A file as a scan sees it. */
export function seen(i: number, publishers = 50): SeenFile {
  const publisher = `Publisher ${i % publishers}`
  const number = String(i).padStart(8, '0')
  return {
    storage: 's',
    key: `sftp/${number}/book.pdf`,
    publisher,
    filename: `book-${number}.pdf`,
    format: '.pdf',
    sizeBytes: 1_000_000 + i,
    modifiedAt: new Date(0),
    version: `version-${i}`,
    outputStorage: 's',
    outputFolder: `sftp/${publisher}/Output XML/`,
  }
}

/** Ends a claim well. */
export async function settle(registry: Registry, claim: Claim): Promise<void> {
  await registry.settle(claim, { status: 'completed', outputPath: '/x', facts: { phase: 'settle', durationMs: 1 } })
}
