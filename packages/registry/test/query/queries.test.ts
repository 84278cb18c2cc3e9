import { expect, test } from 'vitest'
import { claimOptions, HandClock, openRegistry, seen } from '../support/open-registry.ts'

test('a search finds names of any script, whatever the case', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/Bücher.pdf')])
  expect(await Array.fromAsync(registry.query({ search: 'BÜCHER' }))).toHaveLength(1)
})

test('work of before a restart of the host is due now', async () => {
  const clock = new HandClock()
  const { registry } = await openRegistry({ clock })
  await registry.record([seen('A/a.pdf')])
  await registry.claim(claimOptions({ owner: 'else/b/n/1/1/x' }))
  clock.bootId = 'b2'
  clock.monotonic = 5
  expect(await registry.nextDue({ storage: 'file:///books' })).toEqual(clock.now())
})
