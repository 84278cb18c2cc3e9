import {
  hasProcessTable,
  type ProcessRow,
  proportionalBytes,
  readMarker,
  readProcesses,
  residentBytes,
} from './process-table.ts'

/** For measuring memory a look that another job has taken shortly before will do. */
const SHARED_LOOK_MS = 250

/**
 * A supervised program and everything it started: its process group, whatever carries its marker, and the children of
 * those. Where there is no process table (macOS) it is the process group alone.
 */
export class ProcessFamily {
  readonly #leader: number
  readonly #marker: string
  /** Members seen so far, pid to start time: one that drops its marker and its parent afterwards stays known. */
  #members = new Map<number, string>()
  #last: readonly ProcessRow[]
  /** Processes whose environment has been read and is not ours, and which need not be read again. */
  #strangers = new Map<number, string>()

  /** @param leader pid of the program, which must lead its own process group */
  constructor(leader: number, marker: string) {
    this.#leader = leader
    this.#marker = marker
    this.#last = [{ pid: leader, parent: process.pid, group: leader, start: '' }]
  }

  /** Pids of the members that are alive now. Without a process table: the leader's, standing for its group. */
  living(): number[] {
    if (!hasProcessTable) return signalProcess(-this.#leader, 0) ? [this.#leader] : []
    return this.#find().map((row) => row.pid)
  }

  /** Sends a signal to the group in one step, and to each member outside it. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void {
    signalProcess(-this.#leader, name)
    if (!hasProcessTable) return
    for (const row of this.#find()) if (row.group !== this.#leader) signalProcess(row.pid, name)
  }

  /**
   * Resident memory of all members together in bytes; 0 where it cannot be measured. Over `limit`, pages that members
   * share are counted once: forked workers share most of theirs.
   */
  memoryBytes(limit: number): number {
    if (!hasProcessTable) return 0
    const living = this.#find(SHARED_LOOK_MS).map((row) => row.pid)
    const resident = sum(living.map(residentBytes))
    return resident <= limit || living.length === 1 ? resident : sum(living.map(proportionalBytes))
  }

  #find(maxAgeMs = 0): readonly ProcessRow[] {
    try {
      this.#last = this.#search(readProcesses(maxAgeMs))
    } catch {
      // Out of descriptors: nothing can be told, and what lived at the last look must not pass for gone.
    }
    return this.#last
  }

  #search(rows: readonly ProcessRow[]): ProcessRow[] {
    const strangers = new Map<number, string>()
    const members = new Map(rows.filter((row) => this.#isMember(row, strangers)).map((row) => [row.pid, row.start]))
    addChildren(rows, members)
    this.#members = members
    this.#strangers = strangers
    return rows.filter((row) => members.has(row.pid))
  }

  #isMember(row: ProcessRow, strangers: Map<number, string>): boolean {
    if (row.group === this.#leader || this.#members.get(row.pid) === row.start) return true
    const marker = this.#strangers.get(row.pid) === row.start ? null : readMarker(row.pid)
    if (marker === this.#marker) return true
    if (marker !== undefined) strangers.set(row.pid, row.start)
    return false
  }
}

function addChildren(rows: readonly ProcessRow[], members: Map<number, string>): void {
  const children = Map.groupBy(rows, (row) => row.parent)
  // A Map that grows while it is walked is walked to its new end.
  for (const pid of members.keys()) {
    for (const child of children.get(pid) ?? []) members.set(child.pid, child.start)
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** @returns whether there is such a process; one that may not be signalled counts as none */
function signalProcess(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}
