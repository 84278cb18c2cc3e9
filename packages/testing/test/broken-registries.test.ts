import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  Claim,
  ClaimOptions,
  FileQuery,
  Outcome,
  RecordOptions,
  Registry,
  Renewal,
  SeenFile,
} from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { expect, test } from 'vitest'
import { describeRegistry, type Runner } from '../src/index.ts'
import { runSuite } from './support/collecting-runner.ts'

/** A registry with some methods replaced; the others are the real ones. */
type Breaker = (real: Registry) => Partial<Registry>

const never = { value: undefined as Claim | undefined }

/** Each with one defect. */
const BROKEN: Readonly<Record<string, Breaker>> = {
  'counts unchanged files as added': (real) => ({
    record: async (files: readonly SeenFile[], options?: RecordOptions) => {
      const result = await real.record(files, options)
      return { ...result, added: result.added + result.unchanged, unchanged: 0 }
    },
  }),
  'takes unfinished uploads at once': (real) => ({ record: (files: readonly SeenFile[]) => real.record(files) }),
  'never asks for another version': (real) => ({
    record: (files: readonly SeenFile[], options?: RecordOptions) =>
      real.record(
        files.map((file) => ({ ...file, version: 'v1' })),
        options,
      ),
  }),
  'forgets to tell conflicts': (real) => ({
    record: async (files: readonly SeenFile[], options?: RecordOptions) => ({
      ...(await real.record(files, options)),
      conflicts: [],
    }),
  }),
  'does not requeue': (real) => ({
    record: (files: readonly SeenFile[], options?: RecordOptions) =>
      real.record(files, { ...options, requeue: 'none' }),
  }),
  'hands out more than asked for': (real) => ({
    claim: (options: ClaimOptions) => real.claim({ ...options, limit: options.limit + 1 }),
  }),
  'hands out files that were not named': (real) => ({
    claim: (options: ClaimOptions) => real.claim({ ...options, ids: undefined }),
  }),
  'ignores the cap of a publisher': (real) => ({
    claim: (options: ClaimOptions) => real.claim({ ...options, perPublisher: undefined }),
  }),
  'ignores pauses': () => ({ pausePublisher: async () => {} }),
  'hands one file out twice': (real) => ({
    claim: async (options: ClaimOptions) => {
      const claims = await real.claim(options)
      never.value ??= claims[0]
      return claims.length === 0 && never.value ? [never.value] : claims
    },
  }),
  'forgets what a lost attempt may have left': (real) => ({
    claim: async (options: ClaimOptions) =>
      (await real.claim(options)).map((claim) => ({ ...claim, recovered: claim.recovered && claim.attempt === 2 })),
  }),
  'never gives a file up': (real) => ({
    claim: (options: ClaimOptions) => real.claim({ ...options, maxRetries: 999, onCrashed: undefined }),
  }),
  'renews what is not ours': (real) => ({
    renew: async (renewals: readonly Renewal[]) => {
      await real.renew(renewals)
      return renewals.map(({ claim }) => claim)
    },
  }),
  'does not renew': () => ({ renew: async (renewals: readonly Renewal[]) => renewals.map(({ claim }) => claim) }),
  'says that a lost attempt was settled': (real) => ({
    settle: async (claim: Claim, outcome: Outcome) => {
      await real.settle(claim, outcome)
      return true
    },
  }),
  'retries without waiting': (real) => ({
    settle: (claim: Claim, outcome: Outcome) =>
      real.settle(claim, 'delayMs' in outcome ? { ...outcome, delayMs: 0 } : outcome),
  }),
  'lets a release count as a retry': (real) => ({
    settle: (claim: Claim, outcome: Outcome) =>
      real.settle(claim, outcome.status === 'released' ? { ...outcome, status: 'retry' } : outcome),
  }),
  'searches for patterns instead of text': (real) => ({
    query: (query: FileQuery) =>
      real.query(query.search === undefined ? query : { ...query, search: query.search.replaceAll('%', '') }),
  }),
  'gives every duty to everybody': () => ({
    withDuty: async (_name: string, _owner: string, work: (signal: AbortSignal) => Promise<void>) => {
      await work(new AbortController().signal)
      return true
    },
  }),
  'rehearses in earnest': (real) => ({ rehearse: async () => unclosable(real) }),
  'forgets attempts': () => ({ attempts: async () => [] }),
  'begins every page anew': (real) => ({ query: (query: FileQuery) => real.query({ ...query, after: undefined }) }),
  'counts what ended at any time': (real) => ({ endings: () => real.endings(new Date(0), new Date(8e14)) }),
  'tells the oldest failures': (real) => ({
    lastFailures: async (count: number) => (await real.lastFailures(1_000)).toReversed().slice(0, count),
  }),
}

function unclosable(real: Registry): Registry {
  return replaced(real, { close: async () => {} })
}

function replaced(real: Registry, methods: Partial<Registry>): Registry {
  return new Proxy(real, {
    get(target, name) {
      const own = (methods as Record<PropertyKey, unknown>)[name]
      const value = own ?? (target as unknown as Record<PropertyKey, unknown>)[name]
      return typeof value === 'function' && own === undefined ? value.bind(target) : value
    },
  })
}

function declare(breaker: Breaker, runner: Runner): void {
  describeRegistry({
    runner,
    name: 'broken',
    async create() {
      const folder = await mkdtemp(join(tmpdir(), 'broken-registry-'))
      never.value = undefined
      const time = { ms: 1_000_000 }
      const clock = { now: () => new Date(Date.UTC(2026, 0, 1) + time.ms), monotonicMs: () => time.ms, bootId: 'boot' }
      const open = () => {
        const real = new FileRegistry({ path: join(folder, 'registry.db'), clock })
        return replaced(real, breaker(real))
      }
      return {
        registry: open(),
        another: open,
        advance: (ms) => {
          time.ms += ms
        },
        leaseMs: 60_000,
        cleanup: () => rm(folder, { recursive: true, force: true }),
      }
    },
  })
}

test('the suite passes a sound registry', async () => {
  const { failed, passed } = await runSuite((runner) => declare(() => ({}), runner))
  expect(failed).toEqual([])
  expect(passed.length).toBeGreaterThan(40)
}, 60_000)

test.each(Object.entries(BROKEN))(
  'the suite finds a registry that %s',
  async (_, breaker) => {
    const { failed } = await runSuite((runner) => declare(breaker, runner), true)
    expect(failed).toHaveLength(1)
  },
  60_000,
)
