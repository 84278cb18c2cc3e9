import { missingService, whyNoOpenSsh } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chosen } from '../src/faults/chosen.ts'
import { type FaultyRun, playFaults } from '../src/faults/play-faults.ts'
import type { Place } from '../src/place/place.ts'
import { openSftpPlace } from '../src/place/sftp-place.ts'
import { finished } from '../src/state/finish.ts'
import { type Books, makeBook, makeBooks } from '../src/world/make-books.ts'

const whyNot = await whyNoOpenSsh()
const skipped = whyNot !== undefined && missingService('OpenSSH', whyNot)
const tiny = await makeBooks('tiny')
const medium: Books = new Map([['Acme/medium.epub', await makeBook('medium', 3_000_000)]])

const out = { code: 4, packages: 0 }
const at = (direction: 'toClient' | 'toServer') => ({ afterBytes: 1_000_000, direction })
const broken = /connection|did not (answer|let us in|end within)|no entry came|ECONN/

const OUTAGES: readonly FaultyRun[] = [
  { ...out, name: 'refused', short: true, tcp: { kind: 'refuse' }, says: broken },
  { ...out, name: 'reset', tcp: { kind: 'reset' }, says: broken },
  { ...out, name: 'silent', short: true, tcp: { kind: 'stall' }, says: broken },
  { ...out, name: 'a byte a second', tcp: { kind: 'throttle', bytesPerSecond: 1 }, says: broken },
  {
    ...out,
    name: 'cut at the login',
    tcp: { kind: 'cut', afterBytes: 1_800, direction: 'toClient' },
    says: broken,
  },
  {
    ...out,
    name: 'reset in the listing',
    short: true,
    at: 'before sftp.readdir #1',
    tcp: { kind: 'reset' },
    says: broken,
  },
  {
    ...out,
    name: 'silent in the listing',
    at: 'before sftp.readdir #2',
    tcp: { kind: 'stall' },
    says: broken,
  },
]

const CUTS: readonly FaultyRun[] = [
  { ...out, name: 'silent while reading', short: true, tcp: { kind: 'stall', ...at('toClient') }, says: broken },
  { ...out, name: 'reset while reading', tcp: { kind: 'reset', ...at('toClient') }, says: broken },
  { ...out, name: 'cut while reading', tcp: { kind: 'cut', ...at('toClient') }, says: broken },
  { ...out, name: 'silent while writing', tcp: { kind: 'stall', ...at('toServer') }, says: broken },
  { ...out, name: 'reset while writing', short: true, tcp: { kind: 'reset', ...at('toServer') }, says: broken },
  { ...out, name: 'cut while writing', tcp: { kind: 'cut', ...at('toServer') }, says: broken },
  {
    ...out,
    name: 'reset before the renaming',
    short: true,
    at: 'before sftp.rename #1',
    tcp: { kind: 'reset' },
    says: broken,
  },
  {
    ...{
      name: 'reset with the answer to the renaming',
      short: true,
      at: 'before sftp.rename #1',
      code: 4,
      packages: 1,
    },
    ...{ tcp: { kind: 'reset', afterBytes: 1, direction: 'toClient' }, says: broken },
  },
]

describe.skipIf(skipped !== false)('over SFTP', { timeout: 300_000 }, () => {
  let place: Place
  beforeAll(async () => {
    place = await openSftpPlace()
  })
  afterAll(() => place.close())

  test.each([
    ['outages', tiny, chosen(OUTAGES)],
    ['transfers that end in the middle', medium, chosen(CUTS)],
  ])('%s cost no book anything, and the run after them finishes everything', async (name, books, runs) => {
    const { wrong, finish } = await playFaults(place, { name, books, runs })
    expect(wrong).toEqual([])
    expect(finish).toEqual(finished(books.size))
  })
})
