import { missingService, sharedRgw, whyNoOpenSsh, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'
import { type Chapter, makeStories } from '../src/make-stories.ts'
import { openLocalPlace } from '../src/place/local-place.ts'
import type { Place } from '../src/place/place.ts'
import { openS3Place } from '../src/place/s3-place.ts'
import { openSftpPlace } from '../src/place/sftp-place.ts'
import { describeStory, playAll } from '../src/play-all.ts'
import { Random } from '../src/random.ts'
import { makeBooks } from '../src/world/make-books.ts'

// A few of the stories that `npm run reliability` tells: the real command line, killed at the steps that matter most.

const SEED = Number(process.env.RITTDOC_SEED ?? 1)
const TIMEOUT_MS = 1_800_000
const [tiny, large] = [await makeBooks('tiny'), await makeBooks('large')]
const whyNoS3 = await whyNoSharedRgw()
const noS3 = whyNoS3 !== undefined && missingService('Ceph RGW', whyNoS3)
const whyNoSftp = await whyNoOpenSsh()
const noSftp = whyNoSftp !== undefined && missingService('OpenSSH', whyNoSftp)

/** Tells a chapter and expects nothing wrong; most of the deaths must come to pass. */
async function tell(open: () => Promise<Place>, ...chapters: readonly Omit<Chapter, 'place'>[]): Promise<void> {
  const place = await open()
  try {
    for (const chapter of chapters) {
      const played = await playAll(await makeStories({ ...chapter, place }, new Random(SEED)))
      const bad = played.filter(({ outcome }) => outcome.findings.length > 0)
      const told = bad.map(({ story, outcome }) => ({ story: describeStory(story), found: outcome.findings }))
      expect(told, `seed ${SEED}`).toEqual([])
      expect(played.filter(({ outcome }) => outcome.kills > 0).length).toBeGreaterThan(played.length / 2)
    }
  } finally {
    await place.close()
  }
}

test('local folders: nothing is lost, doubled, half or left, wherever the process dies', { timeout: TIMEOUT_MS }, () =>
  tell(
    openLocalPlace,
    {
      books: tiny,
      converter: 'copy',
      points: 1,
      steps:
        /registry\.(record|claim|settle)|storage\.(list|download|upload)$|process\.spawn|file\.(write|sync)|fs\.rename/,
    },
    { books: new Map([...tiny].slice(0, 2)), converter: 'docbook', points: 1, steps: /converter/ },
  ),
)

test.skipIf(noS3)('S3: the same, with uploads in parts', { timeout: TIMEOUT_MS }, () =>
  tell(
    async () => openS3Place(await sharedRgw()),
    { books: tiny, converter: 'copy', points: 1, steps: /s3\.(PutObject|GetObject)/ },
    { books: large, converter: 'copy', points: 1, steps: /s3\.CompleteMultipartUpload/ },
  ),
)

test.skipIf(noSftp)('SFTP: the same, with temporary files', { timeout: TIMEOUT_MS }, () =>
  tell(
    openSftpPlace,
    { books: tiny, converter: 'copy', points: 1, steps: /sftp\.(write|rename|close)/ },
    { books: large, converter: 'copy', points: 0, bytes: 1, steps: /sftp\.write/ },
  ),
)
