import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder for local files, removed when the test has ended. */
export async function localFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 's3-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A local file with these bytes, removed when the test has ended. */
export async function localFile(bytes: Buffer | string): Promise<string> {
  const path = join(await localFolder(), 'file')
  await writeFile(path, bytes)
  return path
}
