import { defineSuite } from '../suite/define-suite.ts'
import type { Runner } from '../suite/runner.ts'
import { claimCases } from './cases/claim-cases.ts'
import { dutyCases } from './cases/duty-cases.ts'
import { lookCases } from './cases/look-cases.ts'
import { recordCases } from './cases/record-cases.ts'
import { settleCases } from './cases/settle-cases.ts'
import { RegistryBench } from './registry-bench.ts'
import type { RegistrySubject } from './subject.ts'

/** Options of {@link describeRegistry}. */
export interface DescribeRegistryOptions {
  readonly runner: Runner
  /** Title of the suite: the implementation, and what it runs against. */
  readonly name: string
  /** Makes a fresh, empty registry for each test. */
  create(): Promise<RegistrySubject>
}

/** Declares tests for every promise of the `Registry` contract. */
export function describeRegistry({ runner, name, create }: DescribeRegistryOptions): void {
  const groups = [recordCases, claimCases, settleCases, lookCases, dutyCases]
  defineSuite({ runner, name, groups, open: () => RegistryBench.open(create) })
}
