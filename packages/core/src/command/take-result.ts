import { copyFile, lstat, rename, rm } from 'node:fs/promises'
import { ConvertError, type ErrorContext } from '../errors.ts'
import type { SuperviseResult } from '../process/supervise.ts'
import { expectContent, LeftFiles } from './choose-output.ts'
import type { CommandConverterOptions } from './command-options.ts'

/** Where a program that has ended may have left its result. */
export interface Ended {
  /** For messages. */
  readonly program: string
  readonly result: SuperviseResult
  readonly outputDir: string
  /** Where the result has to stand. */
  readonly output: string
}

/**
 * Judges what a program left and brings its result to `output`.
 * @throws ConvertError `input`, `transient` or `invalid_output`, with exit code, signal and the end of stderr
 */
export async function takeResult(ended: Ended, options: CommandConverterOptions): Promise<void> {
  const { result, outputDir, output } = ended
  const { outputPatterns = ['*.zip'], failurePatterns = [] } = options
  const context = contextOf(result)
  const files = await LeftFiles.in(outputDir, [...outputPatterns, ...failurePatterns])
  // What a program says about this book by a file counts more than its exit code, which many do not care about.
  const failure = files.findFailure(failurePatterns)
  if (failure !== undefined) {
    const message = `The program reports a failure: it left ${failure}`
    throw new ConvertError('input', message, { ...context, reason: 'reported_failure' })
  }
  expectSuccess(ended, options.inputErrorExitCodes ?? [])
  try {
    if (await exists(output)) await expectContent(output, 'in {output}')
    else await move(await files.chooseResult(outputPatterns), output)
  } catch (error) {
    if (!(error instanceof ConvertError)) throw error
    throw new ConvertError('invalid_output', error.message, { ...context, reason: error.context.reason })
  }
}

function expectSuccess({ program, result }: Ended, inputErrorExitCodes: readonly number[]): void {
  const { exitCode, exitSignal, stderrTail } = result
  if (exitCode === 0) return
  const ending = exitCode === undefined ? `was ended by ${exitSignal}` : `failed with exit code ${exitCode}`
  const lastLine = stderrTail.trim().split('\n').at(-1) ?? ''
  const isInput = exitCode !== undefined && inputErrorExitCodes.includes(exitCode)
  const message = `${program} ${ending}${lastLine === '' ? '' : `: ${lastLine.slice(0, 500)}`}`
  throw new ConvertError(isInput ? 'input' : 'transient', message, contextOf(result))
}

function contextOf({ exitCode, exitSignal, stderrTail }: SuperviseResult): ErrorContext {
  return { exitCode, exitSignal, stderrTail }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

/** The work folder and the output may lie on different file systems. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyFile(from, to)
    await rm(from)
  }
}
