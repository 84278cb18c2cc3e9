import { fileURLToPath } from 'node:url'
import {
  type CallOptions,
  ConvertError,
  type Converter,
  type ConvertFile,
  type ConvertJob,
  type ConvertResult,
  superviseProcess,
  toError,
} from '@rittdoc-batch/core'
import { childEnvironment } from '../child-environment.ts'
import { sourceArguments } from '../source-arguments.ts'
import type { DtdJob, DtdVerdict } from './dtd-protocol.ts'
import { flattenDtd } from './flatten-dtd.ts'

const CHILD = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dtd-child.ts' : './dtd-child.js', import.meta.url),
)
/** Problems named in one error. */
const NAMED_PROBLEMS = 5

/** Options of {@link DtdConverter}. */
export interface DtdConverterOptions {
  /** Makes the packages. */
  readonly converter: Converter
  /** Absolute path of a DTD; the files that it consists of are found from there. */
  readonly dtd: string
}

/**
 * Any converter, with its packages validated against a DTD: a package that does not follow it is a failure that names what
 * is wrong. Validated in a process of its own, with libxml2 as WebAssembly.
 */
export class DtdConverter implements Converter {
  readonly id: string
  readonly produces: Converter['produces']
  readonly #converter: Converter
  readonly #dtd: string

  constructor({ converter, dtd }: DtdConverterOptions) {
    this.#converter = converter
    this.#dtd = dtd
    this.id = converter.id
    this.produces = converter.produces
  }

  accepts(file: ConvertFile): true | string {
    return this.#converter.accepts?.(file) ?? true
  }

  /** @throws ConvertError `invalid_output` when the package does not follow the DTD; else as the converter does */
  async convert(job: ConvertJob): Promise<ConvertResult> {
    const started = performance.now()
    const result = await this.#converter.convert(job)
    const timeoutMs = Math.max(1, job.timeoutMs - (performance.now() - started))
    const { problems, count } = await this.#validate({ ...job, timeoutMs })
    if (count === 0) return result
    const more = count > NAMED_PROBLEMS ? `; and ${count - NAMED_PROBLEMS} more` : ''
    const message = `The package does not follow the DTD: ${problems.join('; ')}${more}`
    throw new ConvertError('invalid_output', message, { reason: 'invalid' })
  }

  /** @throws ConvertError `internal` when the DTD cannot be read; else as the converter does */
  async check(options?: CallOptions): Promise<void> {
    await flattenDtd(this.#dtd).catch((cause: unknown) => {
      throw new ConvertError('internal', `Could not read the DTD ${this.#dtd}: ${toError(cause).message}`, { cause })
    })
    await this.#converter.check?.(options)
  }

  async close(): Promise<void> {
    await this.#converter.close?.()
  }

  async #validate(job: ConvertJob): Promise<Extract<DtdVerdict, { type: 'verdict' }>> {
    const message: DtdJob = { package: job.output, dtd: this.#dtd, namedProblems: NAMED_PROBLEMS }
    let verdict: DtdVerdict | undefined
    const { exitCode, exitSignal, stderrTail } = await superviseProcess({
      file: process.execPath,
      args: [...sourceArguments(import.meta.url), CHILD],
      cwd: job.workDir,
      env: childEnvironment(job.workDir),
      timeoutMs: job.timeoutMs,
      memoryLimitBytes: job.memoryLimitBytes,
      signal: job.signal,
      ipc: {
        message,
        onMessage: (answer) => {
          verdict = answer as DtdVerdict
        },
      },
      onLine: (line) => job.log('debug', line),
    })
    if (verdict?.type === 'verdict') return verdict
    const why = verdict?.message ?? 'the process that does it died'
    throw new ConvertError('internal', `Could not validate the package: ${why}`, { exitCode, exitSignal, stderrTail })
  }
}
