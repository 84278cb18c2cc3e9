import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { MARKER_VARIABLE, newMarker } from '../../src/process/marker.ts'
import { currentOwner, ownerIsDead } from '../../src/process/owner.ts'
import { readMarker } from '../../src/process/process-table.ts'
import { sweepOrphans } from '../../src/process/sweep-orphans.ts'
import { leftovers } from '../support/marked.ts'

const ownerModule = new URL('../../src/process/owner.ts', import.meta.url).href

test('kills what a dead process left running, and nothing of the living', async () => {
  const code = `import('${ownerModule}').then((m) => console.log(m.currentOwner().id))`
  const dead = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' }).stdout.trim()
  expect(ownerIsDead(dead)).toBe(true)
  const start = (owner: string) =>
    spawn('sleep', ['100'], { detached: true, env: { [MARKER_VARIABLE]: newMarker(owner) } })
  const orphan = start(dead)
  const alive = currentOwner().id
  const child = start(alive)
  await Promise.all([once(orphan, 'spawn'), once(child, 'spawn')])
  const gone = once(orphan, 'exit')
  const isMarked = ({ pid = 0 }: typeof orphan) => typeof readMarker(pid) === 'string'
  // Every batch of this machine kills orphans when it begins: another test may be faster.
  await vi.waitUntil(() => isMarked(child) && (isMarked(orphan) || orphan.signalCode !== null))
  expect(await sweepOrphans(alive)).toBe(0)
  expect(await sweepOrphans(dead)).toBeLessThanOrEqual(1)
  await gone
  expect(leftovers()).toContain(child.pid)
  child.kill('SIGKILL')
  await once(child, 'exit')
})

test('an owner on another host is never called dead', () => {
  expect(ownerIsDead('elsewhere/boot/pid:[1]/1/1/abc')).toBe(false)
  expect(ownerIsDead(currentOwner().id)).toBe(false)
  expect(ownerIsDead('')).toBe(false)
})

test('an owner before the last start of the host is dead', () => {
  const [host, , ...rest] = currentOwner().id.split('/')
  expect(ownerIsDead([host, 'another-boot', ...rest].join('/'))).toBe(true)
})
