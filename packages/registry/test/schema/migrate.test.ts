import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { tempDir } from '../support/open-registry.ts'

const OPENING = fileURLToPath(new URL('../support/opening-process.ts', import.meta.url))

/** Opens a registry in a process of its own; rejects when that fails. */
const openElsewhere = (path: string) => promisify(execFile)(process.execPath, ['--conditions=source', OPENING, path])

test('several processes may make a registry at the same time', async () => {
  for (let round = 0; round < 4; round++) {
    const path = join(await tempDir(), 'r.db')
    const ended = await Promise.all([1, 2, 3, 4].map(() => openElsewhere(path)))
    for (const { stdout } of ended) expect(JSON.parse(stdout)).toMatchObject({ pending: 0, completed: 0 })
  }
}, 60_000)
