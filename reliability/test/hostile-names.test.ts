import { readdir } from 'node:fs/promises'
import { missingService, sharedRgw, whyNoOpenSsh, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'
import { hiddenKeys, hostileKeys } from '../src/hostile-names.ts'
import { openLocalPlace } from '../src/place/local-place.ts'
import type { Place } from '../src/place/place.ts'
import { openS3Place } from '../src/place/s3-place.ts'
import { openSftpPlace } from '../src/place/sftp-place.ts'
import { runLife } from '../src/run-life.ts'
import { findForgedLines } from '../src/traces/find-in-log.ts'
import { findMachineTraces } from '../src/traces/find-on-machine.ts'
import { makeBook } from '../src/world/make-books.ts'
import { makeWorld } from '../src/world/world.ts'

const whyNoS3 = await whyNoSharedRgw()
const noS3 = whyNoS3 !== undefined && missingService('Ceph RGW', whyNoS3)
const whyNoSftp = await whyNoOpenSsh()
const noSftp = whyNoSftp !== undefined && missingService('OpenSSH', whyNoSftp)
const TIMEOUT_MS = 1_800_000

/** One batch of books with hostile names; every package must stand once, beside its book, and nothing else. */
async function tryNames(place: Place): Promise<void> {
  const keys = hostileKeys(place.name)
  const hidden = hiddenKeys(place.name)
  const books = new Map(
    await Promise.all([...keys, ...hidden].map(async (key, i) => [key, await makeBook(`book ${i}`)] as const)),
  )
  const world = await makeWorld(place, { name: 'names', books, converter: 'copy', processing: { max_retries: 0 } })
  try {
    const run = await runLife(world, { args: ['run', '--json'] })
    const { results, completed } = JSON.parse(run.stdout)
    expect(results.filter(({ status }: { status: string }) => status !== 'completed')).toEqual([])
    expect(completed).toBe(keys.length)
    expect(run.code).toBe(0)
    const standing = await world.tree.read()
    for (const key of keys) {
      const bytes = books.get(key) ?? Buffer.alloc(0)
      const publisher = key.slice(0, key.indexOf('/'))
      const own = [...standing].filter(([output, package_]) => output !== key && package_.equals(bytes))
      expect(own.map(([output]) => output)).toEqual([expect.stringMatching(/\.zip$/)])
      expect(own[0]?.[0].startsWith(`${publisher}/Output XML/`), `${own[0]?.[0]} of ${key}`).toBe(true)
      expect(standing.get(key)?.equals(bytes)).toBe(true)
    }
    expect(standing.size).toBe(2 * keys.length + hidden.length)
    const verify = await runLife(world, { args: ['verify'] })
    expect(verify.stdout).toContain('nothing found')
    expect(await findForgedLines(world)).toEqual([])
    expect(await findMachineTraces(world, [run.pid, verify.pid])).toEqual([])
    expect(await readdir(world.folder)).not.toContain('evil')
    const shown = await runLife(world, { args: ['list'] })
    expect(shown.stdout.trim().split('\n')).toHaveLength(keys.length + 1)
  } finally {
    await world.remove()
    await place.close()
  }
}

test(
  'hostile names on local folders: each package beside its book, nothing else anywhere',
  { timeout: TIMEOUT_MS },
  async () => tryNames(await openLocalPlace()),
)

test.skipIf(noS3)('hostile names on S3: the same', { timeout: TIMEOUT_MS }, async () =>
  tryNames(await openS3Place(await sharedRgw())),
)

test.skipIf(noSftp)('hostile names over SFTP: the same', { timeout: TIMEOUT_MS }, async () =>
  tryNames(await openSftpPlace()),
)
