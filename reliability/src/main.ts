import { fileURLToPath } from 'node:url'
import { missingService, shareCompiledSources, startRgw, whyNoOpenSsh, whyNoRgw } from '@rittdoc-batch/test-services'
import { heavyBadBooks, lightBadBooks } from './bad-books/all-bad-books.ts'
import { runBadBooks } from './bad-books/run-batch.ts'
import { type Chapter, makeStories } from './make-stories.ts'
import { runMutatedBooks } from './mutated-books/run-mutated-books.ts'
import { sourceBooks } from './mutated-books/source-book.ts'
import { openLocalPlace } from './place/local-place.ts'
import type { Place } from './place/place.ts'
import { openS3Place } from './place/s3-place.ts'
import { openSftpPlace } from './place/sftp-place.ts'
import { describeStory, type Played, playAll } from './play-all.ts'
import { Random } from './random.ts'
import { runFaultTests } from './run-fault-tests.ts'
import { tally } from './tally.ts'
import { makeBooks } from './world/make-books.ts'

// The whole crash suite, every bad book in one batch, a thousand damaged ones, and all faults. RITTDOC_KILL_POINTS: about how many stories;
// RITTDOC_SEED: repeats those of another run.

/** What one bad book may take on a machine that has nothing else to do is ten seconds; this is for others. */
const MOST_SECONDS = 60
/** Good books, copies of which are damaged, and how many copies. */
const BOOKS = fileURLToPath(new URL('../../examples/books', import.meta.url))
const MUTATED_BOOKS = 1_000
shareCompiledSources()
const count = Number(process.env.RITTDOC_KILL_POINTS ?? 300)
const seed = Number(process.env.RITTDOC_SEED ?? Math.floor(Math.random() * 2 ** 32))
console.log(`seed ${seed}, about ${count} stories; again with RITTDOC_SEED=${seed} RITTDOC_KILL_POINTS=${count}`)

const [tiny, large] = [await makeBooks('tiny'), await makeBooks('large')]
const share = (part: number) => Math.ceil(count * part)
const played: Played[] = []

await tell('local', openLocalPlace, (place) => [
  { place, books: tiny, converter: 'copy', points: share(0.22), times: share(0.02) },
  { place, books: tiny, converter: 'docbook', points: share(0.08), times: share(0.01) },
])
await tell(
  's3',
  async () => {
    const rgw = await startRgw()
    const place = await openS3Place(rgw)
    return { ...place, close: () => place.close().then(() => rgw.stop()) }
  },
  (place) => [
    { place, books: tiny, converter: 'copy', points: share(0.2), times: share(0.02) },
    { place, books: large, converter: 'copy', points: share(0.1), bytes: share(0.03) },
  ],
  await whyNoRgw(),
)
await tell(
  'sftp',
  openSftpPlace,
  (place) => [
    { place, books: tiny, converter: 'copy', points: share(0.22), times: share(0.02) },
    { place, books: large, converter: 'copy', points: share(0.05), bytes: share(0.03) },
  ],
  await whyNoOpenSsh(),
)

console.table(tally(played))
const bad = played.filter(({ outcome }) => outcome.findings.length > 0)
const kills = played.reduce((sum, { outcome }) => sum + outcome.kills, 0)
console.log(`${played.length} stories, ${kills} kills, ${bad.length} stories with something wrong, seed ${seed}`)

const hostile = await runBadBooks((secret) => ({ ...lightBadBooks(secret), ...heavyBadBooks() }), MOST_SECONDS)
console.log(`${hostile.books} bad and good books in one batch, ${hostile.problems.length} problems; the slowest:`)
console.log([...hostile.slowest, ...hostile.problems].join('\n'))

const damaged = await runMutatedBooks(await sourceBooks(BOOKS), MUTATED_BOOKS, new Random(seed))
console.log(`${MUTATED_BOOKS} damaged books:`, damaged)

const problems = bad.length + hostile.problems.length + damaged.problems.length
process.exitCode = runFaultTests() && problems === 0 ? 0 : 1

/** Plays every story of a place. */
async function tell(
  name: string,
  open: () => Promise<Place>,
  chapters: (place: Place) => readonly Chapter[],
  why?: string,
): Promise<void> {
  if (why !== undefined) return void console.log(missingService(name, why))
  const place = await open()
  try {
    for (const chapter of chapters(place)) {
      const stories = await makeStories(chapter, new Random(seed))
      played.push(...(await playAll(stories, report)))
    }
  } finally {
    await place.close()
  }
}

function report({ story, outcome }: Played): void {
  const isGood = outcome.findings.length === 0
  console.log(`${isGood ? 'ok  ' : 'FAIL'}  ${describeStory(story)}`)
  if (isGood) return
  for (const { wrong, what } of outcome.findings) console.log(`      ${wrong}: ${what}`)
  console.log(outcome.last.stdout + outcome.last.stderr)
}
