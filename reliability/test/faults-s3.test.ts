import { missingService, sharedRgw, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chosen } from '../src/faults/chosen.ts'
import { type FaultyRun, playFaults } from '../src/faults/play-faults.ts'
import type { Place } from '../src/place/place.ts'
import { openS3Place } from '../src/place/s3-place.ts'
import { finished } from '../src/state/finish.ts'
import { type Books, makeBook, makeBooks } from '../src/world/make-books.ts'

const whyNot = await whyNoSharedRgw()
const skipped = whyNot !== undefined && missingService('Ceph RGW', whyNot)
const tiny = await makeBooks('tiny')
const medium: Books = new Map([['Acme/medium.epub', await makeBook('medium', 3_000_000)]])

const out = { code: 4, packages: 0 }
const isGet = ({ method, path }: { method: string; path: string }) => method === 'GET' && /\.epub/.test(path)
const isPut = ({ method }: { method: string }) => method === 'PUT'
const at = (direction: 'toClient' | 'toServer') => ({ afterBytes: 1_000_000, direction })

const OUTAGES: readonly FaultyRun[] = [
  { ...out, name: 'refused', short: true, tcp: { kind: 'refuse' }, says: /ECONNREFUSED/ },
  { ...out, name: 'reset', tcp: { kind: 'reset' }, says: /ECONNRESET|socket hang up/ },
  { ...out, name: 'silent', short: true, tcp: { kind: 'stall' }, says: /nothing came for 3000 ms/ },
  { ...out, name: 'a byte a second', tcp: { kind: 'throttle', bytesPerSecond: 1 }, says: /nothing came for 3000 ms/ },
  {
    ...out,
    name: 'cut in the listing',
    tcp: { kind: 'cut', afterBytes: 400, direction: 'toClient' },
    says: /connection failed|aborted/,
  },
  { ...out, name: 'all slowed down', http: { status: 503, code: 'SlowDown' }, says: /slow down|nothing came/ },
  { ...out, name: 'all broken', http: { status: 500, code: 'InternalError' }, says: /500 InternalError|nothing came/ },
  { ...out, name: 'keys expired', short: true, http: { status: 400, code: 'ExpiredToken' }, says: /keys have expired/ },
  { ...out, name: 'bucket missing', http: { status: 404, code: 'NoSuchBucket' }, says: /no such bucket/ },
  {
    ...out,
    name: 'keys expire in the middle',
    http: { status: 400, code: 'ExpiredToken' },
    from: / started publisher=/,
    says: /keys have expired/,
  },
]

const HALF_OUTAGES: readonly FaultyRun[] = [
  { ...out, name: 'no reading for load', http: { status: 503, code: 'SlowDown', only: isGet }, says: /out of order/ },
  {
    ...out,
    name: 'no reading',
    short: true,
    http: { status: 500, code: 'InternalError', only: isGet },
    says: /out of order/,
  },
  {
    ...out,
    name: 'no writing for load',
    short: true,
    http: { status: 503, code: 'SlowDown', only: isPut },
    says: /out of order/,
  },
  { ...out, name: 'no writing', http: { status: 500, code: 'InternalError', only: isPut }, says: /out of order/ },
]

const ofAcme = ({ path }: { path: string }) => path.includes('Acme')
const ONE_PUBLISHER: readonly FaultyRun[] = [
  {
    ...{ name: 'one may not be listed', short: true, code: 4, packages: 2, says: /Could not list Acme: .*no right/ },
    http: { status: 403, code: 'AccessDenied', only: ofAcme },
  },
]

const CUTS: readonly FaultyRun[] = [
  {
    ...out,
    name: 'silent while reading',
    short: true,
    tcp: { kind: 'stall', ...at('toClient') },
    says: /nothing came for 3000 ms/,
  },
  { ...out, name: 'silent while writing', tcp: { kind: 'stall', ...at('toServer') }, says: /nothing came for 3000 ms/ },
  {
    ...out,
    name: 'reset while writing',
    short: true,
    tcp: { kind: 'reset', ...at('toServer') },
    says: /connection failed/,
  },
  { ...out, name: 'cut while writing', tcp: { kind: 'cut', ...at('toServer') }, says: /connection failed/ },
  { name: 'cut while reading', tcp: { kind: 'cut', ...at('toClient') }, code: 0, packages: 1, says: /1 completed/ },
]

describe.skipIf(skipped !== false)('on S3', { timeout: 300_000 }, () => {
  let place: Place
  beforeAll(async () => {
    place = await openS3Place(await sharedRgw())
  }, 180_000)
  afterAll(() => place.close())

  test.each([
    ['outages', tiny, chosen(OUTAGES)],
    ['a service that lists and carries nothing', tiny, chosen(HALF_OUTAGES)],
    ['troubles of one publisher', tiny, chosen(ONE_PUBLISHER)],
    ['transfers that end in the middle', medium, chosen(CUTS)],
  ])('%s cost no book anything, and the run after them finishes everything', async (name, books, runs) => {
    const { wrong, finish } = await playFaults(place, { name, books, runs })
    expect(wrong).toEqual([])
    expect(finish).toEqual(finished(books.size))
  })
})
