import { defineSuite } from '../suite/define-suite.ts'
import type { Runner } from '../suite/runner.ts'
import { convertCases } from './convert-cases.ts'
import { ConverterBench } from './converter-bench.ts'
import { stopCases } from './stop-cases.ts'
import type { ConverterSubject } from './subject.ts'

/** Options of {@link describeConverter}. */
export interface DescribeConverterOptions {
  readonly runner: Runner
  /** Title of the suite. */
  readonly name: string
  /** Makes the converter for each test. */
  create(): Promise<ConverterSubject>
}

/** Declares tests for every promise of the `Converter` contract. Tests take as long as conversions do. */
export function describeConverter({ runner, name, create }: DescribeConverterOptions): void {
  defineSuite({ runner, name, groups: [convertCases, stopCases], open: () => ConverterBench.open(create) })
}
