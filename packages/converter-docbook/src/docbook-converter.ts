import { readFileSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import {
  BatchError,
  ConvertError,
  type Converter,
  type ConvertFile,
  type ConvertJob,
  type ConvertResult,
  type SuperviseResult,
  superviseProcess,
  toError,
} from '@rittdoc-batch/core'
import { childEnvironment } from './child-environment.ts'
import type { ChildJob, ChildMessage } from './protocol.ts'
import { sourceArguments } from './source-arguments.ts'

const FORMATS = new Set(['.pdf', '.epub', '.epub3'])
const DEFAULT_MEMORY_BYTES = 4 * 1024 ** 3
/** Share of the memory limit for JavaScript objects; the rest is for buffers, images and the engine's own heap. */
const HEAP_SHARE = 0.75

/** Heap for new objects; V8 takes several times as much on large machines, to no use here. */
const NEW_HEAP_MB = 8

const CHILD = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url))
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Options of {@link DocbookConverter}. */
export interface DocbookConverterOptions {
  /**
   * By publisher: absolute path of a module that exports a {@link BookRule} as `bookRule`, in JavaScript or in TypeScript that
   * Node can strip. It is loaded in the process that converts the book.
   * @default none
   */
  readonly rules?: Readonly<Record<string, string>> | undefined
}

/**
 * The embedded converter: ePub 2 and 3 and PDF to a RittDoc package. Every book is converted in a process of its own, so
 * that a crash, a timeout or a hunger for memory ends that book and nothing else.
 */
export class DocbookConverter implements Converter {
  readonly id = `docbook@${version}`
  readonly produces = 'rittdoc'
  readonly #rules: ReadonlyMap<string, string>

  constructor({ rules = {} }: DocbookConverterOptions = {}) {
    this.#rules = new Map(Object.entries(rules))
  }

  accepts({ format }: ConvertFile): true | string {
    return FORMATS.has(format) || `the DocBook converter reads PDF and ePub, not ${format || 'files without extension'}`
  }

  async convert(job: ConvertJob): Promise<ConvertResult> {
    const last: { message?: Exclude<ChildMessage, { type: 'progress' }> } = {}
    const ended = await superviseProcess({
      file: process.execPath,
      name: 'The conversion',
      args: [...nodeArguments(job.memoryLimitBytes), CHILD],
      cwd: job.workDir,
      env: childEnvironment(job.workDir),
      timeoutMs: job.timeoutMs,
      memoryLimitBytes: job.memoryLimitBytes,
      signal: job.signal,
      ipc: {
        message: childJob(job, this.#rules.get(job.file.publisher)),
        onMessage: (message) => receive(message as ChildMessage, job, last),
      },
      onLine: (line) => job.log('debug', line),
    })
    if (last.message?.type === 'result') return withMemory(last.message.result, ended)
    throw toConvertError(last.message, ended)
  }

  /** @throws ConvertError `internal` when the rule of a publisher cannot be read */
  async check(): Promise<void> {
    for (const [publisher, path] of this.#rules) {
      await access(path, constants.R_OK).catch((cause: unknown) => {
        throw new ConvertError('internal', `Could not read the rule for ${publisher}: ${toError(cause).message}`, {
          cause,
        })
      })
    }
  }
}

/** The heap has a limit of its own, so that V8 collects its garbage before the process is ended for its size. */
function nodeArguments(memoryLimitBytes = DEFAULT_MEMORY_BYTES): string[] {
  const heapMb = Math.max(64, Math.round((memoryLimitBytes * HEAP_SHARE) / 1024 ** 2))
  return [`--max-old-space-size=${heapMb}`, `--max-semi-space-size=${NEW_HEAP_MB}`, ...sourceArguments(import.meta.url)]
}

function childJob({ input, workDir, output, options, file }: ConvertJob, rule: string | undefined): ChildJob {
  return { input, workDir, output, options, file: { publisher: file.publisher, key: file.key }, rule }
}

function receive(
  message: ChildMessage,
  job: ConvertJob,
  last: { message?: Exclude<ChildMessage, { type: 'progress' }> },
): void {
  if (message.type === 'progress') job.progress(message.fraction, message.step)
  else last.message = message
}

function withMemory(result: ConvertResult, { peakMemoryBytes }: SuperviseResult): ConvertResult {
  return { ...result, metrics: { ...result.metrics, peakMemoryBytes } }
}

/** What the child said was wrong; or, when it died without a word, how it died. */
function toConvertError(
  message: Exclude<ChildMessage, { type: 'progress' }> | undefined,
  ended: SuperviseResult,
): BatchError {
  const { exitCode, exitSignal, stderrTail } = ended
  if (message?.type === 'error') {
    const code = message.code === 'input' || message.code === 'transient' ? message.code : 'internal'
    const trace = message.stack ?? (stderrTail || undefined)
    const context = { ...message.context, exitCode, exitSignal, stderrTail: trace }
    if (message.code === 'hook') return new BatchError('hook', message.message, context)
    return new ConvertError(code, message.message, context)
  }
  const isHeap = /heap out of memory|Allocation failed/.test(stderrTail)
  const how = exitSignal === undefined ? `exit code ${exitCode}` : `signal ${exitSignal}`
  const text = isHeap ? 'The conversion needed more memory than it may use' : `The conversion process died (${how})`
  return new ConvertError(isHeap ? 'memory' : 'internal', text, { exitCode, exitSignal, stderrTail })
}
