import type { Serializable } from 'node:child_process'
import { ConvertError, type ErrorContext } from '../errors.ts'
import { breachError } from './breach-error.ts'
import { endFamily } from './end-family.ts'
import { LimitWatch } from './limits.ts'
import { newMarker } from './marker.ts'
import { OutputTap } from './output-tap.ts'
import { ProcessFamily } from './process-family.ts'
import { type Exit, type StartedProgram, startProgram } from './start-program.ts'
import { startWatchdog } from './watchdog.ts'

/** A program to run for one conversion, under supervision. */
export interface SuperviseOptions {
  /** Program, by path or by name on PATH; never a shell line. */
  readonly file: string
  readonly args?: readonly string[] | undefined
  /** What errors call it. @default `file` */
  readonly name?: string | undefined
  readonly cwd: string
  /** The whole environment of the program; nothing is inherited. A marker variable is added. */
  readonly env: Readonly<Record<string, string>>
  /** Wall-clock limit in milliseconds. */
  readonly timeoutMs: number
  /** Resident memory of the program and all it started together, in bytes; absent = no limit. Linux only. */
  readonly memoryLimitBytes?: number | undefined
  /** Abort: everything is ended and the call rejects with code `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Owner named in the marker ({@link Owner.id}), by whose death orphans are known. @default one for this process */
  readonly owner?: string | undefined
  /** Time between TERM and KILL in milliseconds. @default 5000 */
  readonly killDelayMs?: number | undefined
  /** Open an IPC channel; only for Node programs (`file: process.execPath`). */
  readonly ipc?: SuperviseIpc | undefined
  /**
   * Gets stdout and stderr as they come, a line at a time; lines are cut at 10,000 characters. When it throws, the
   * program is ended.
   */
  readonly onLine?: ((line: string, from: 'stdout' | 'stderr') => void) | undefined
}

/**
 * A channel to a supervised Node program; messages are structured clones. The program lets go of it with
 * `process.disconnect()`, else it keeps the program running as long as it listens. It closes when this process dies.
 */
export interface SuperviseIpc {
  /** Sent at start. */
  readonly message: unknown
  /** Gets what the program sends, all of it before `superviseProcess` settles. When it throws, the program is ended. */
  onMessage(message: unknown): void
}

/** How a supervised program ended by itself. */
export interface SuperviseResult {
  readonly exitCode: number | undefined
  readonly exitSignal: string | undefined
  readonly durationMs: number
  /** The end of stderr, at most 4,096 bytes. */
  readonly stderrTail: string
  /** The end of stdout, at most 4,096 bytes. */
  readonly stdoutTail: string
  /** Processes that outlived the program and were killed. */
  readonly sweptProcesses: number
  /** Highest resident memory seen, in bytes; 0 where it cannot be measured. */
  readonly peakMemoryBytes: number
}

/** Processes that are about to end anyway when the program has ended, for example the rest of a pipe, get this long. */
const AFTERMATH_MS = 200
/** How long the pipes may stay open after the last process that we know of is gone. */
const DRAIN_MS = 2000

/**
 * Runs a program in its own process group, without stdin, and leaves nothing of it behind however it ends.
 *
 * Resolves when the program ends by itself, whatever its exit code; what it leaves running is killed. After the timeout,
 * on abort, or over the memory limit the group gets TERM, then KILL after `killDelayMs`; processes that left the group
 * are found by their parents or by a marker in their environment and ended as well. When this process is killed, a small
 * shell that waits for that ends them. On systems without /proc (macOS) there is no such search and no memory limit: the
 * group alone is ended.
 * @throws TimeoutError when the time was up
 * @throws ConvertError `memory` over the limit, `aborted` on the signal, `internal` when the program cannot be started,
 *   `transient` when it cannot be started for now (out of processes or memory)
 */
export async function superviseProcess(options: SuperviseOptions): Promise<SuperviseResult> {
  const { signal, file } = options
  if (signal?.aborted) {
    throw new ConvertError('aborted', `${file} was not started: the work was stopped before`, { cause: signal.reason })
  }
  const startedAt = performance.now()
  const marker = newMarker(options.owner)
  const program = await startProgram(options, marker)
  const dismissWatchdog = startWatchdog(program.pid, marker)
  const family = new ProcessFamily(program.pid, marker)
  const watch = new LimitWatch(options, family)
  const taps = follow(program, options, watch)

  const first = await Promise.race([program.exited.then(() => undefined), watch.broken])
  const ending = await endFamily(family, {
    first: first === undefined ? 'none' : 'SIGTERM',
    patienceMs: first === undefined ? AFTERMATH_MS : (options.killDelayMs ?? 5000),
    hasExited: program.hasExited,
  })
  watch.end()
  await Promise.all([dismissWatchdog(), drain(program)])

  const exit: Exit = program.hasExited() ? await program.exited : { code: undefined, signal: undefined }
  const context: ErrorContext = { exitCode: exit.code, exitSignal: exit.signal, stderrTail: taps.stderr.tail }
  const breach = first ?? watch.callbackBreach
  if (breach !== undefined) throw breachError(breach, { options, ending, context })
  return {
    exitCode: exit.code,
    exitSignal: exit.signal,
    durationMs: performance.now() - startedAt,
    stderrTail: taps.stderr.tail,
    stdoutTail: taps.stdout.tail,
    sweptProcesses: ending.killed,
    peakMemoryBytes: watch.peakBytes,
  }
}

function follow({ child }: StartedProgram, { onLine, ipc }: SuperviseOptions, watch: LimitWatch) {
  const handOn = watch.guard(onLine)
  const tap = (from: 'stdout' | 'stderr') => {
    const output = new OutputTap((line) => handOn(line, from))
    // A broken pipe ends the output; how the program fared shows in its exit.
    child[from]?.on('error', () => {})
    child[from]?.on('data', (chunk: Buffer) => output.write(chunk)).on('close', () => output.end())
    return output
  }
  if (ipc !== undefined) {
    child.on(
      'message',
      watch.guard((message: unknown) => ipc.onMessage(message)),
    )
    // Throws when the message cannot be cloned; a program that is gone before it takes it shows that by its exit.
    watch.guard(() => child.send(ipc.message as Serializable, () => {}))()
  }
  return { stdout: tap('stdout'), stderr: tap('stderr') }
}

/** Waits until all output has been read. A process that escaped us and holds a pipe cannot hold us. */
async function drain({ child }: StartedProgram): Promise<void> {
  const streams = [child.stdout, child.stderr]
  const isOpen = () => child.connected || streams.some((stream) => stream?.closed === false)
  if (!isOpen()) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => {
    for (const stream of streams) stream?.destroy()
    if (child.connected) child.disconnect()
    resolve()
  }, DRAIN_MS)
  child.once('close', () => resolve())
  await promise
  clearTimeout(timer)
}
