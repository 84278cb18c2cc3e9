import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunReport } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { openLocalPlace } from '../src/place/local-place.ts'
import { runLife } from '../src/run-life.ts'
import { makeBooks } from '../src/world/make-books.ts'
import { makeWorld } from '../src/world/world.ts'

test('a folder for packages that is a link to elsewhere gets none, and the other publishers theirs', {
  timeout: 1_800_000,
}, async () => {
  const outside = await mkdtemp(join(tmpdir(), 'outside-'))
  const place = await openLocalPlace()
  const processing = { max_retries: 0 }
  const world = await makeWorld(place, {
    name: 'linked',
    books: await makeBooks('tiny'),
    converter: 'copy',
    processing,
  })
  const { local } = world.tree.sections as { local: { root: string } }
  try {
    await symlink(outside, join(local.root, 'Acme/Output XML'))
    await mkdir(join(outside, 'their.part'))
    const { stdout, code } = await runLife(world, { args: ['run', '--json'] })
    const report = JSON.parse(stdout) as RunReport
    const told = report.results.map(({ publisher, status, message }) => [publisher, status, message ?? ''])
    const refusal = expect.stringContaining('a link leads out of')
    expect(told).toEqual(
      expect.arrayContaining([
        ['Acme', 'failed', refusal],
        ['Bücher', 'completed', ''],
      ]),
    )
    expect(report.completed).toBe(2)
    expect(report.outage).toBeUndefined()
    expect(code).toBe(3)
    const verify = await runLife(world, { args: ['verify', '--fix'] })
    expect(verify.stdout + verify.stderr).toContain('not compared  Acme')
    expect(await readdir(outside)).toEqual(['their.part'])
  } finally {
    await world.remove()
    await place.close()
    await rm(outside, { recursive: true, force: true })
  }
})
