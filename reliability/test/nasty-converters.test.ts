import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { NASTY } from '../src/faults/nasty-converter.ts'
import { openLocalPlace } from '../src/place/local-place.ts'
import { runLife } from '../src/run-life.ts'
import { finish, finished } from '../src/state/finish.ts'
import { readState } from '../src/state/state.ts'
import { makeBook } from '../src/world/make-books.ts'
import { makeWorld } from '../src/world/world.ts'

/** How each book ends under the program, with what the attempt says of it. */
const ENDS: Readonly<Record<string, readonly [code: string, message: RegExp]>> = {
  'ignores-term': ['timeout', /did not end within 15 s: .*by force because they did not react$/],
  forks: ['timeout', /within 15 s: it and what it had started \(6 processes\) were ended/],
  escapes: ['timeout', /within 15 s: it and what it had started \(\d+ processes\) were ended, \d of them by force/],
  'eats-memory': ['memory', /MB of memory, 64 MB are allowed: .*ended/],
  'floods-stderr': ['transient', /exit code 7: x+/],
  'floods-in-vain': ['timeout', /did not end within 15 s/],
  'leaves-nothing': ['invalid_output', /nothing that matches \*\.zip: it left no files/],
  'leaves-litter': ['invalid_output', /nothing that matches \*\.zip: it left log\.txt/],
  'writes-two': ['invalid_output', /Several files match .*a\.zip, b\.zip/],
  'writes-half': ['invalid_output', /zip/],
  'writes-page': ['invalid_output', /HTML page/],
  'writes-empty': ['invalid_output', /book\.zip is empty/],
  'writes-link': ['invalid_output', /nothing that matches/],
  dies: ['transient', /SIGSEGV/],
}

test('a program may do to a book what it likes: the attempt says what, the others are converted, and nothing is left', {
  timeout: 300_000,
}, async () => {
  const names = [...Object.keys(ENDS), 'leaves', 'sound']
  const place = await openLocalPlace()
  const books = new Map<string, Buffer>()
  for (const [index, name] of names.entries()) books.set(`P${index % 3}/${name}.epub`, await makeBook(name))
  const world = await makeWorld(place, {
    ...{ name: 'nasty', books, converter: ['./convert.sh', '{input}', '{output_dir}', '{output}'] },
    processing: { timeout_seconds: 15, memory_limit_mb: 64, max_retries: 0, max_concurrent_jobs: names.length },
  })
  await writeFile(join(world.folder, 'convert.sh'), NASTY, { mode: 0o755 })
  const life = await runLife(world)
  expect(life.code).toBe(3)
  expect(endsOf(world.registry)).toEqual(
    Object.fromEntries(Object.entries(ENDS).map(([name, [code, text]]) => [name, [code, expect.stringMatching(text)]])),
  )
  const { rows, packages, findings, unfinished } = await readState(world, [life])
  const failed = Object.keys(ENDS).length
  expect({ rows, packages, findings, unfinished }).toEqual({
    ...{ rows: { completed: 2, failed }, packages: 2, findings: [], unfinished: [] },
  })
  await writeFile(join(world.folder, 'convert.sh'), '#!/bin/sh\ncp "$1" "$3"\n', { mode: 0o755 })
  const reset = await runLife(world, { args: ['retry'] })
  expect(await finish(world, [life, reset])).toEqual(finished(names.length))
  await world.remove()
  await place.close()
})

/** Code and message of every attempt that failed, by the name of its book. */
function endsOf(path: string): Record<string, unknown> {
  const db = new SqliteDatabase(path, { readonly: true })
  try {
    const sql = `SELECT REPLACE(filename, '.epub', ''), code, message FROM attempts JOIN files ON files.id = file_id
      WHERE outcome = 'failed'`
    const rows = db.prepare(sql).raw().all() as [string, string, string][]
    return Object.fromEntries(rows.map(([name, code, message]) => [name, [code, message]]))
  } finally {
    db.close()
  }
}
