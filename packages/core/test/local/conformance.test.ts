import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { LocalStorage } from '@rittdoc-batch/core'
import { describeStorage } from '@rittdoc-batch/testing'
import { describe, test } from 'vitest'

describeStorage({
  runner: { describe, test },
  name: 'LocalStorage',
  async create() {
    const root = await mkdtemp(join(tmpdir(), 'local-conformance-'))
    return {
      storage: new LocalStorage({ root, fsync: false }),
      prefix: 'here/',
      async put(key, bytes) {
        await mkdir(dirname(join(root, key)), { recursive: true })
        await writeFile(join(root, key), bytes)
      },
      makeFolder: async (prefix) => void (await mkdir(join(root, prefix), { recursive: true })),
      leaveLeftover: async (key) => {
        const name = createHash('sha256').update(basename(key)).digest('hex').slice(0, 16)
        await mkdir(dirname(join(root, key)), { recursive: true })
        await writeFile(join(root, dirname(key), `.rittdoc-${name}-killed.part`), 'half')
      },
      unreachable: () => new LocalStorage({ root: join(root, 'not/there') }),
      cleanup: () => rm(root, { recursive: true, force: true }),
    }
  },
})
