import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atLeast, type BenchRow, row } from '@rittdoc-batch/bench'
import { claimOptions, open, record, settle } from './fill-registry.ts'

const PUBLISHERS = 200
const FILES = 20_000
const CLAIMS = 4_000

/** Claims in turns from many publishers: how evenly they are served, and what the choice costs. */
export async function benchFairness(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fairness-bench-'))
  try {
    const one = await serve(join(folder, 'one.db'), 1)
    const many = await serve(join(folder, 'many.db'), PUBLISHERS)
    const counts = [...many.served.values(), ...Array.from({ length: PUBLISHERS - many.served.size }, () => 0)]
    const spread = Math.max(...counts) - Math.min(...counts)
    return [
      row('most less least claims of 200 publishers, of 4,000 claims', {
        ours: spread,
        bare: 1,
        ratio: spread,
        target: 'at most 1',
        ok: spread <= 1,
      }),
      atLeast('claim and settle, files a second, 200 publishers against 1', 0.8, {
        ours: many.perSecond,
        bare: one.perSecond,
      }),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function serve(path: string, publishers: number): Promise<{ served: Map<string, number>; perSecond: number }> {
  const registry = await open(path)
  await record(registry, FILES, publishers)
  const served = new Map<string, number>()
  const started = performance.now()
  for (let i = 0; i < CLAIMS; i++) {
    for (const claim of await registry.claim(claimOptions)) {
      const { publisher } = claim.file
      served.set(publisher, (served.get(publisher) ?? 0) + 1)
      await settle(registry, claim)
    }
  }
  const perSecond = CLAIMS / ((performance.now() - started) / 1_000)
  await registry.close()
  return { served, perSecond }
}
