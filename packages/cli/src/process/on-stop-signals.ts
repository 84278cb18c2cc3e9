import { EXIT } from '../exit-code.ts'
import type { Terminal } from '../render/terminal.ts'
import { endProcess } from './end-process.ts'

/** What is left to write down how things ended, and to close everything, once nothing may go on any more. */
const ENDING_MS = 10_000

/** What a signal stops. */
export interface Stoppable {
  /** How long what runs may go on after the first signal, in milliseconds. */
  readonly graceMs: number
  /** Begins nothing new, and ends what runs after that time. */
  stop(graceMs: number): void
}

/**
 * Stops on SIGINT and SIGTERM: after the first signal what runs may finish, the second ends it. What hangs all the same
 * is not waited for: the process ends ten seconds after the time that was given, and at a third signal.
 * @returns a function that ends the watch
 */
export function onStopSignals({ terminal }: { readonly terminal: Terminal }, work: Stoppable): () => void {
  let signals = 0
  let end: NodeJS.Timeout | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    signals++
    const graceMs = signals === 1 ? work.graceMs : 0
    if (signals <= 2) terminal.note(`${signal}: ${textFor(graceMs)}`)
    clearTimeout(end)
    end = setTimeout(() => endByForce(terminal), signals <= 2 ? graceMs + ENDING_MS : 0).unref()
    if (signals <= 2) work.stop(graceMs)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return () => {
    clearTimeout(end)
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

function textFor(graceMs: number): string {
  return graceMs > 0 ? `running files may finish within ${graceMs / 1_000} s; once more to stop now` : 'stopping now'
}

/** As safe as a kill at any moment: what was being worked on is due again at the next start. */
function endByForce(terminal: Terminal): void {
  terminal.note('rittdoc-batch: something hangs and is not waited for; what was being worked on is taken up again')
  process.exitCode = EXIT.unexpected
  endProcess()
}
