import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileRegistry } from '@rittdoc-batch/registry'
import { onTestFinished } from 'vitest'

/** A folder of a test's own, gone when the test ends. */
export async function exampleFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'example-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** How many files have which status in the registry that an example has left. */
export async function countsIn(path: string) {
  const registry = new FileRegistry({ path })
  await registry.open()
  const { total } = await registry.statistics()
  await registry.close()
  return total
}
