import { missingService, sharedRgw, whyNoOpenSsh, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { describe, expect, test } from 'vitest'
import { chosen, type Tellable } from '../src/faults/chosen.ts'
import { openLine } from '../src/faults/line.ts'
import type { Place } from '../src/place/place.ts'
import { openS3Place } from '../src/place/s3-place.ts'
import { openSftpPlace } from '../src/place/sftp-place.ts'
import { type LifeOptions, runLife } from '../src/run-life.ts'
import { finish, finished } from '../src/state/finish.ts'
import { readState } from '../src/state/state.ts'
import { makeBook } from '../src/world/make-books.ts'
import { makeWorld } from '../src/world/world.ts'

/** A call that hangs for ever: the point before it. */
interface Case extends Tellable {
  readonly call: string
  readonly at: string
  readonly times: 1 | 2
}

const CASES: readonly Case[] = [
  { call: 'a listing', at: 'before storage.list #2', times: 1 },
  { call: 'a download', at: 'before storage.download #1', times: 1 },
  { call: 'an upload', at: 'before storage.upload #1', times: 1, short: true },
  { call: 'an upload', at: 'before storage.upload #1', times: 2 },
]

const GRACE_MS = 1_000
/** What is left to write down how things ended, and what a busy machine takes beside it. */
const ENDING_MS = 30_000

const [noS3, noSftp] = [await whyNoSharedRgw(), await whyNoOpenSsh()]
const places = [
  { name: 'S3', why: noS3, service: 'Ceph RGW', open: async () => openS3Place(await sharedRgw()) },
  { name: 'SFTP', why: noSftp, service: 'OpenSSH', open: openSftpPlace },
]

describe.each(places)('on $name', ({ why, service, open }) => {
  const skipped = why !== undefined && missingService(service, why) !== undefined

  test.skipIf(skipped).each(chosen(CASES))(
    '$call that hangs holds a process that is told to stop ($times) no longer than the grace time, and costs nothing',
    { timeout: 300_000 },
    async ({ at, times }) => {
      const place = await open()
      const { state, code, stoppedInMs, end } = await stopWhileHanging(place, { at, times })
      expect({ code, retries: state.retries, findings: state.findings }).toEqual({ code: 0, retries: 0, findings: [] })
      expect(stoppedInMs).toBeLessThan((times === 1 ? GRACE_MS : 0) + ENDING_MS)
      expect(end).toEqual(finished(1))
      await place.close()
    },
  )
})

async function stopWhileHanging(place: Place, { at, times }: Pick<Case, 'at' | 'times'>) {
  const line = await openLine(place)
  const books = new Map([['Acme/book.epub', await makeBook('book')]])
  const processing = { shutdown_grace_seconds: times === 1 ? GRACE_MS / 1_000 : 3_600 }
  const world = await makeWorld(place, { name: `hung-${times}`, books, converter: 'copy', processing, through: line })
  let [send, stoppedAt, told] = [(_: NodeJS.Signals) => {}, 0, 0]
  const onStart: LifeOptions['onStart'] = (kill) => {
    send = kill
  }
  const onLog = (text: string) => {
    if (/^AT /m.test(text)) void line.strike({ tcp: { kind: 'stall' } }).then(() => send('SIGTERM'))
    if (stoppedAt === 0 && /SIGTERM: running files/.test(text)) stoppedAt = performance.now()
    if (times === 2 && /SIGTERM: running files/.test(text) && told++ === 0) send('SIGTERM')
  }
  const life = await runLife(world, { crashAt: at, crashSignal: 'tell', onStart, onLog })
  const stoppedInMs = performance.now() - stoppedAt
  await line.lift()
  const state = await readState(world, [life])
  const end = await finish(world, [life])
  await world.remove()
  await line.close()
  return { code: life.code, state, stoppedInMs, end }
}
