import { killProcess, type MarkedProcess, markedProcesses } from './marked-processes.ts'

/** Everything that was started for one job: the process group of the program, and what escaped from it. */
export class ProcessGroup {
  readonly #leader: number
  readonly #marker: string

  constructor(leader: number, marker: string) {
    this.#leader = leader
    this.#marker = marker
  }

  /**
   * Resident memory of all of them together, in bytes, as it was at most `maxAgeMs` ago. Pages that they share count
   * more than once.
   */
  residentBytes(maxAgeMs: number): number {
    return this.#processes(maxAgeMs).reduce((sum, { residentBytes }) => sum + residentBytes, 0)
  }

  /** Signals the group and every escaped process. @returns how many processes were alive */
  signal(signal: NodeJS.Signals): number {
    const alive = this.#processes(0)
    if (this.#leader > 0) killProcess(-this.#leader, signal)
    for (const { pid } of alive) killProcess(pid, signal)
    return alive.length
  }

  /**
   * Kills until nothing is left: a process that forks while it is being killed leaves a child for the next look.
   * @returns how many processes were found alive at the first look
   */
  async exterminate(): Promise<number> {
    const found = this.signal('SIGKILL')
    for (let left = found; left > 0; left = this.signal('SIGKILL')) {
      await new Promise((resolve) => setTimeout(resolve, 5)) // a killed process needs a moment to be gone
    }
    return found
  }

  #processes(maxAgeMs: number): MarkedProcess[] {
    return markedProcesses(maxAgeMs).filter(({ marker }) => marker === this.#marker)
  }
}
