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
  /** Abort: the group is killed and the call rejects with code `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Time between TERM and KILL in milliseconds. @default 5000 */
  readonly killDelayMs?: number | undefined
  /** Open an IPC channel (Node programs only): `onMessage` gets what the program sends, `message` is sent at start. */
  readonly ipc?: { readonly message: unknown; onMessage(message: unknown): void } | undefined
  /** Gets the program's stdout and stderr as they come, a line at a time; lines are cut at 10,000 characters. */
  readonly onLine?: ((line: string, from: 'stdout' | 'stderr') => void) | undefined
}

/** How a supervised program ended by itself. */
export interface SuperviseResult {
  readonly exitCode: number | undefined
  readonly exitSignal: string | undefined
  readonly durationMs: number
  /** The end of stderr, at most 4,096 bytes. */
  readonly stderrTail: string
  readonly stdoutTail: string
  /** Processes that outlived the program and were killed. */
  readonly sweptProcesses: number
  /** Highest resident memory seen, in bytes; 0 where it cannot be measured. */
  readonly peakMemoryBytes: number
}

/**
 * Runs a program in its own process group, without stdin, and leaves nothing of it behind however it ends.
 *
 * Resolves when the program ends by itself, whatever its exit code. After the timeout, on abort, or over the memory limit
 * the group gets TERM, then KILL after `killDelayMs`; processes that left the group are found by a marker in their
 * environment and killed as well (Linux).
 * @throws TimeoutError when the time was up
 * @throws ConvertError `memory` over the limit, `aborted` on the signal, `internal` when the program cannot be started
 */
export async function superviseProcess(options: SuperviseOptions): Promise<SuperviseResult> {
  throw new Error(`not written yet: ${options.file}`)
}
