import type { AttemptInfo, BatchEmitter } from '@rittdoc-batch/core'
import { oneLine } from '../logging/one-line.ts'
import { bar } from '../render/bar.ts'
import type { Terminal } from '../render/terminal.ts'

interface Running {
  readonly name: string
  readonly since: number
  phase: string
  fraction: number
}

const REDRAW_MS = 200

/**
 * Shows on a watched terminal how far a run is: a bar for all files, and a line for each file that is being worked on.
 * @returns a function that takes it away
 */
export function showProgress(events: BatchEmitter, terminal: Terminal, expected?: number): () => void {
  if (!terminal.isWatched) return () => {}
  const running = new Map<number, Running>()
  const counts = { done: 0, failed: 0, found: expected ?? 0 }
  const subscriptions = [
    events.on('attemptStarted', ({ file }) => {
      running.set(file.id, {
        name: `${file.publisher}/${file.filename}`,
        since: performance.now(),
        phase: 'starting',
        fraction: 0,
      })
    }),
    events.on('phaseStarted', ({ file, phase }) => change(running, file, { phase, fraction: 0 })),
    events.on('progress', ({ file, fraction }) => change(running, file, { fraction })),
    events.on('publisherScanned', ({ added, changed }) => {
      counts.found += added + changed
    }),
    events.on('attemptFinished', ({ file, result }) => {
      running.delete(file.id)
      if (result.status === 'completed') counts.done++
      if (result.status === 'failed') counts.failed++
    }),
    events.on('leaseLost', ({ file }) => running.delete(file.id)),
  ]
  const timer = setInterval(() => terminal.status(draw(counts, [...running.values()])), REDRAW_MS)
  return () => {
    clearInterval(timer)
    for (const end of subscriptions) end()
    terminal.status('')
  }
}

function change(running: Map<number, Running>, file: AttemptInfo['file'], to: Partial<Running>): void {
  const state = running.get(file.id)
  if (state !== undefined) Object.assign(state, to)
}

function draw(counts: { done: number; failed: number; found: number }, running: readonly Running[]): string {
  const finished = counts.done + counts.failed
  const total = Math.max(counts.found, finished + running.length)
  const failures = counts.failed === 0 ? '' : `, ${counts.failed} failed`
  const head = `${bar(total === 0 ? 0 : finished / total)} ${finished} of ${total} books${failures}`
  const lines = running.map(({ name, since, phase, fraction }) => {
    const seconds = Math.round((performance.now() - since) / 1000)
    const percent = fraction > 0 ? ` ${Math.round(fraction * 100)} %` : ''
    return `  ${oneLine(name)}  ${phase}${percent}, ${seconds} s`
  })
  return [head, ...lines].join('\n')
}
