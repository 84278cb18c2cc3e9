import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { FileResult, RunReport } from '@rittdoc-batch/core'
import { openLocalPlace } from '../place/local-place.ts'
import { runLife } from '../run-life.ts'
import { findForgedLines } from '../traces/find-in-log.ts'
import { findMachineTraces } from '../traces/find-on-machine.ts'
import { makeWorld, type World } from '../world/world.ts'
import type { Families } from './all-bad-books.ts'
import { type BadBook, FORBIDDEN, KEPT, type Refusal } from './bad-book.ts'
import { epub } from './epub-parts.ts'

/** What one conversion may use. A book that needs more fails with another code than is expected of it. */
const MOST_MEGABYTES = 600

/** What became of a batch of bad books. */
export interface BatchVerdict {
  readonly books: number
  /** Everything that is not as it must be, for a person. */
  readonly problems: readonly string[]
  /** The books that took longest: name and seconds. */
  readonly slowest: readonly string[]
}

/**
 * Puts bad books into one batch of the real command line, with a good one of each family among them.
 * @param timeoutSeconds most that one of them may take
 */
export async function runBadBooks(
  families: (secret: string) => Families,
  timeoutSeconds: number,
): Promise<BatchVerdict> {
  const folder = await mkdtemp(join(tmpdir(), 'bad-books-'))
  const secret = join(folder, 'secret.txt')
  await writeFile(secret, FORBIDDEN)
  const place = await openLocalPlace()
  const wanted = new Map<string, BadBook>()
  for (const [family, books] of Object.entries(families(secret))) {
    wanted.set(`${family}/good.epub`, { name: 'good.epub', bytes: epub(), expected: { kept: [] } })
    for (const book of books) wanted.set(`${family}/${book.name}`, book)
  }
  const books = new Map([...wanted].map(([key, { bytes }]) => [key, bytes]))
  const limits = { timeout_seconds: timeoutSeconds, memory_limit_mb: MOST_MEGABYTES, max_retries: 0 }
  const world = await makeWorld(place, { name: 'bad', books, converter: 'docbook', processing: limits })
  try {
    return await judge(world, wanted)
  } finally {
    await world.remove()
    await place.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function judge(world: World, wanted: ReadonlyMap<string, BadBook>): Promise<BatchVerdict> {
  const run = await runLife(world, { args: ['run', '--json'] })
  const report = JSON.parse(run.stdout) as RunReport
  const results = new Map(report.results.map((result) => [result.key, result]))
  const standing = await world.tree.read()
  const problems: string[] = run.code === 3 ? [] : [`the run ended with code ${run.code}`]
  for (const [key, book] of wanted) {
    const output = standing.get(key.replace('/', '/Output XML/').replace(/\.[^.]+$/, '.zip'))
    const text = output === undefined ? undefined : await textOf(world, output)
    problems.push(...judgeBook(book, results.get(key), text).map((problem) => `${key}: ${problem}`))
    if (standing.get(key)?.equals(book.bytes) !== true) problems.push(`${key}: the book itself was changed`)
  }
  const verify = await runLife(world, { args: ['verify'] })
  if (!verify.stdout.includes('nothing found')) problems.push(`verify: ${verify.stdout}`)
  const traces = await findMachineTraces(world, [run.pid, verify.pid])
  problems.push(...traces.map(({ what }) => what), ...(await findForgedLines(world)))
  const slowest = report.results.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, 10)
  return {
    books: wanted.size,
    problems,
    slowest: slowest.map(({ filename, durationMs }) => `${filename} ${(durationMs / 1000).toFixed(1)} s`),
  }
}

/** How a person is told of each reason. */
const TOLD: Readonly<Record<Refusal, RegExp>> = {
  corrupt: /damaged|whole copy/,
  encrypted: /encrypted|password/,
  unsupported: /neither an ePub nor a PDF|Pack the book again/,
  limit: /where it came from|are not converted/,
  content_lost: /neither text nor pictures|documents of the book are not in the zip/,
}

function judgeBook({ expected }: BadBook, result: FileResult | undefined, text: string | undefined): string[] {
  if (expected === 'passed over') return result === undefined ? [] : ['was begun']
  if (result === undefined) return ['was not begun']
  const told = `${result.status} ${result.code ?? ''} ${result.message ?? ''}`
  if ('refused' in expected) {
    const isRefused = result.status === 'failed' && result.code === 'input'
    const isTold = expected.refused.some((reason) => TOLD[reason].test(result.message ?? ''))
    return isRefused && isTold && text === undefined ? [] : [told]
  }
  if (result.status !== 'completed' || text === undefined) return [told]
  const codes = result.warnings.map(({ code }) => code)
  const missing = expected.kept.filter((code) => !codes.includes(code))
  return [
    ...(missing.length === 0 ? [] : [`has no warning ${missing.join(', ')} but ${codes.join(', ')}`]),
    ...(text.includes(KEPT) || codes.includes('no_text_layer') ? [] : ['is a package without its text']),
    ...(text.includes(FORBIDDEN) || text.includes('root:') ? ['shows another file'] : []),
    ...(/javascript:/i.test(text) ? ['has a link that runs something'] : []),
  ]
}

/** All XML of a package, white space collapsed. */
async function textOf(world: World, bytes: Buffer): Promise<string> {
  const path = join(world.folder, 'points.zip')
  await writeFile(path, bytes)
  const limits = { maxBuffer: 2 ** 30 }
  const { stdout } = await promisify(execFile)('unzip', ['-p', path, '*.xml', '*.XML'], limits)
  return stdout.replace(/\s+/g, ' ')
}
