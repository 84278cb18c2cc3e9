import { ConvertError, type ErrorContext } from '../errors.ts'
import { breachError } from './breach-error.ts'
import { endFamily } from './end-family.ts'
import { LimitWatch } from './limits.ts'
import { newMarker } from './marker.ts'
import { OutputTap } from './output-tap.ts'
import { ProcessFamily } from './process-family.ts'
import { type Exit, type StartedProgram, startProgram } from './start-program.ts'

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { type BatchError, ConvertError, TimeoutError } from '../errors.ts'
import { MARKER } from './marked-processes.ts'
import { OutputTail } from './output-tail.ts'
import { currentOwner } from './owner.ts'
import { ProcessGroup } from './process-group.ts'

/** A program to run for one conversion, under supervision. */
export interface SuperviseOptions {
  /** Program, by path or by name on PATH; never a shell line. */
  readonly file: string
  readonly args?: readonly string[] | undefined
  readonly cwd: string
  /** The whole environment of the program; nothing is inherited. A marker variable is added. */
  readonly env: Readonly<Record<string, string>>
  /** Wall-clock limit in milliseconds. */
  readonly timeoutMs: number
  /** Resident memory of the program and all it started together, in bytes; absent = no limit. Linux only. */
  readonly memoryLimitBytes?: number | undefined
  /** Abort: everything is killed and the call rejects with code `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Owner named in the marker ({@link Owner.id}), by whose death orphans are known. @default one for this process */
  readonly owner?: string | undefined
  /** Time between TERM and KILL in milliseconds. @default 5000 */
  readonly killDelayMs?: number | undefined
  /**
   * Open an IPC channel (Node programs only): `message` is sent at start, `onMessage` gets what the program sends. The
   * program sees the channel close when this process dies, and should end then.
   */
  readonly ipc?: { readonly message: object; onMessage(message: unknown): void } | undefined
  /** Gets stdout and stderr as they come, a line at a time; lines are cut at 10,000 characters. */
  readonly onLine?: ((line: string, from: 'stdout' | 'stderr') => void) | undefined
}

/**
 * A Node script as the supervised program: it is run by this process's Node, messages are structured clones. The
 * script ends its side with `process.disconnect()` or `process.exit()`, else the open channel keeps it running.
 */
export interface SuperviseIpc {
  /** Sent at start. */
  readonly message: unknown
  /** Gets what the script sends; all of it before `superviseProcess` resolves. When it throws, the program is ended. */
  onMessage(message: unknown): void
  /** Arguments for Node itself, for example `['--max-old-space-size=512']`. @default [] */
  readonly nodeArgs?: readonly string[] | undefined
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

const TAIL_BYTES = 4_096
const KILL_DELAY_MS = 5_000
const MEMORY_POLL_MS = 500

/** One id per process, so that leftovers of this process can be told from those of the dead. */
let ownerId: string | undefined

/** Processes that are about to end anyway when the program has ended, for example the rest of a pipe, get this long. */
const AFTERMATH_MS = 200
/** How long the pipes may stay open after the last process that we know of is gone. */
const DRAIN_MS = 2000

/**
 * Runs a program in its own process group, without stdin, and leaves nothing of it behind however it ends.
 *
 * Resolves when the program ends by itself, whatever its exit code; what it leaves running is killed. After the timeout,
 * on abort, or over the memory limit the group gets TERM, then KILL after `killDelayMs`; processes that left the group
 * are found by their parents or by a marker in their environment and ended as well. On systems without /proc (macOS)
 * there is no such search and no memory limit: the group alone is ended.
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
  const family = new ProcessFamily(program.pid, marker)
  const watch = new LimitWatch(options, family)
  const taps = follow(program, options, watch)

  const breach = await Promise.race([program.exited.then(() => undefined), watch.broken])
  const ending = await endFamily(family, {
    first: breach === undefined ? 'none' : 'SIGTERM',
    patienceMs: breach === undefined ? AFTERMATH_MS : (options.killDelayMs ?? 5000),
    hasExited: program.hasExited,
  })
  watch.end()
  await drain(program)

  const exit: Exit = program.hasExited() ? await program.exited : { code: undefined, signal: undefined }
  const context: ErrorContext = { exitCode: exit.code, exitSignal: exit.signal, stderrTail: taps.stderr.tail }
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
  const stdout = new OutputTap((line) => handOn(line, 'stdout'))
  const stderr = new OutputTap((line) => handOn(line, 'stderr'))
  child.stdout?.on('data', (chunk) => stdout.write(chunk)).on('close', () => stdout.end())
  child.stderr?.on('data', (chunk) => stderr.write(chunk)).on('close', () => stderr.end())
  if (ipc !== undefined) {
    child.on('message', watch.guard((message: unknown) => ipc.onMessage(message)))
    // A program that is gone before it could take the message shows that by its exit.
    child.send(ipc.message as Parameters<typeof child.send>[0], () => {})
  }
  return { stdout, stderr }
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
