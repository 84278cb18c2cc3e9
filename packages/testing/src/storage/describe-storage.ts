import { defineSuite } from '../suite/define-suite.ts'
import type { Runner } from '../suite/runner.ts'
import { abortCases } from './cases/abort-cases.ts'
import { concurrencyCases } from './cases/concurrency-cases.ts'
import { downloadCases } from './cases/download-cases.ts'
import { identityCases } from './cases/identity-cases.ts'
import { lifecycleCases } from './cases/lifecycle-cases.ts'
import { listCases } from './cases/list-cases.ts'
import { nameCases } from './cases/name-cases.ts'
import { orderCases } from './cases/order-cases.ts'
import { pageCases } from './cases/page-cases.ts'
import { removeCases } from './cases/remove-cases.ts'
import { statCases } from './cases/stat-cases.ts'
import { sweepCases } from './cases/sweep-cases.ts'
import { uploadCases } from './cases/upload-cases.ts'
import { versionCases } from './cases/version-cases.ts'
import { StorageBench } from './storage-bench.ts'
import type { StorageSubject } from './subject.ts'

/** Options of {@link describeStorage}. */
export interface DescribeStorageOptions {
  readonly runner: Runner
  /** Title of the suite: the adapter, and what it runs against. */
  readonly name: string
  /** Makes a fresh, isolated storage for each test. */
  create(): Promise<StorageSubject>
}

/** Declares tests for every promise of the `Storage` contract. Tests may take some seconds on a remote storage. */
export function describeStorage({ runner, name, create }: DescribeStorageOptions): void {
  defineSuite({
    runner,
    name,
    open: () => StorageBench.open(create),
    groups: [
      identityCases,
      lifecycleCases,
      listCases,
      orderCases,
      pageCases,
      nameCases,
      statCases,
      downloadCases,
      uploadCases,
      versionCases,
      concurrencyCases,
      abortCases,
      removeCases,
      sweepCases,
    ],
  })
}
