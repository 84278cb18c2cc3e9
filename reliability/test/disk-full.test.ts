import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { missingService } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chosen, type Tellable } from '../src/faults/chosen.ts'
import { mountDisk, whyNoDisk } from '../src/faults/small-disk.ts'
import { openLocalPlace } from '../src/place/local-place.ts'
import type { Place } from '../src/place/place.ts'
import { runLife } from '../src/run-life.ts'
import { finish, finished } from '../src/state/finish.ts'
import { readState } from '../src/state/state.ts'
import { type Books, makeBook } from '../src/world/make-books.ts'
import { type ConverterKind, makeWorld, type World } from '../src/world/world.ts'

const probe = await mkdtemp(join(tmpdir(), 'disk-'))
const whyNot = await whyNoDisk(probe)
await rm(probe, { recursive: true })
const skipped = whyNot !== undefined && missingService('A small disk', whyNot)

const MB = 1024 ** 2
const books: Books = new Map(
  await Promise.all(['A/one', 'B/two'].map(async (key) => [`${key}.epub`, await makeBook(key, MB)] as const)),
)
let place: Place
beforeAll(async () => {
  place = await openLocalPlace()
})
afterAll(() => place.close())

interface Case extends Tellable {
  readonly name: string
  readonly folder: (world: World) => string
  /** Free bytes of the disk: too few. */
  readonly free: number
  readonly code: number
  readonly says: RegExp
  readonly completed: number
  readonly converter?: ConverterKind
}

const temp = ({ temp: folder }: World) => folder
const zipping = ['/bin/sh', '-c', 'cp "$1" "$2.all" && cp "$2.all" "$2"', 'zip', '{input}', '{output}']

const CASES: readonly Case[] = [
  { name: 'while downloading', folder: temp, free: 0.5 * MB, code: 4, says: /no space/, completed: 0 },
  {
    name: 'while converting',
    short: true,
    folder: temp,
    free: 1.5 * MB,
    code: 4,
    says: /no space is left in/,
    completed: 0,
  },
  {
    ...{ name: 'while zipping', folder: temp, free: 2.5 * MB, code: 4, says: /no space is left in/, completed: 0 },
    converter: zipping,
  },
  {
    ...{ name: 'under the log', free: 0, code: 0, says: /could not write the log .*going on without it/, completed: 2 },
    folder: ({ folder }) => join(folder, 'logs'),
  },
  {
    ...{ name: 'under the registry', free: 0, code: 4, says: /registry .*no space is left on the disk/, completed: 0 },
    folder: ({ registry }) => dirname(registry),
  },
  {
    ...{
      name: 'under a registry at work',
      short: true,
      free: 48 * 1024,
      code: 4,
      says: /no space is left on the disk/,
      completed: 0,
    },
    folder: ({ registry }) => dirname(registry),
  },
]

test.skipIf(skipped !== false).each(chosen(CASES))(
  'a disk that is full $name costs no book anything, and destroys nothing',
  {
    timeout: 120_000,
  },
  async ({ name, folder, free, code, says, completed, converter = 'copy' }) => {
    const processing = { max_concurrent_jobs: 1, max_retries: 1 }
    const world = await makeWorld(place, { name: name.replaceAll(' ', '-'), books, converter, processing })
    await mkdir(folder(world), { recursive: true })
    const disk = await mountDisk(folder(world), 4 * MB)
    try {
      const first = folder(world) === dirname(world.registry) ? [await runLife(world, { args: ['stats'] })] : []
      await disk.fill(free)
      const life = await runLife(world)
      expect(life.stdout + life.stderr).toMatch(says)
      expect(life.code).toBe(code)
      await disk.free()
      const { retries, packages, findings, unfinished } = await readState(world, [life])
      expect({ retries, packages, findings, unfinished }).toEqual({
        ...{ retries: 0, packages: completed, findings: [], unfinished: [] },
      })
      expect(await finish(world, [...first, life])).toEqual(finished(books.size))
    } finally {
      await disk.remove()
      await world.remove()
    }
  },
)
