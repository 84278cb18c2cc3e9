import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** How long a daemon may take to end after TERM. */
const PATIENCE_MS = 10_000

/** A server process that belongs to us: it ends when we say so, and by itself when we are killed. */
export class Daemon {
  readonly name: string
  readonly #child: ChildProcess
  #errors = ''

  private constructor(name: string, child: ChildProcess) {
    this.name = name
    this.#child = child
    child.stderr?.on('data', (chunk) => {
      this.#errors = (this.#errors + chunk).slice(-4_000)
    })
  }

  /** Starts a program that stays in the foreground. `setpriv` has the kernel end it when this process dies. */
  static async start(program: string, ...args: readonly string[]): Promise<Daemon> {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    await once(child, 'spawn')
    return new Daemon(program, child)
  }

  /** @throws when the process has ended, with what it said last */
  expectRunning(): void {
    const { exitCode, signalCode } = this.#child
    if (exitCode === null && signalCode === null) return
    throw new Error(`${this.name} has ended (${signalCode ?? `exit code ${exitCode}`}): ${this.#errors.trim()}`)
  }

  /** Resolves when the process has ended. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE_MS)
    await ended
    clearTimeout(killer)
  }
}
