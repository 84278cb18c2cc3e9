import type { FileRegistryOptions } from '@rittdoc-batch/registry'
import type { Terminal } from '../render/terminal.ts'

/** Rows between two lines where nobody watches. */
const LINE_EVERY = 100_000

/** Tells how far the takeover of a database of the Python system is: a line that changes on a terminal, else lines. */
export function takeoverDisplay(terminal: Terminal): NonNullable<FileRegistryOptions['onTakeover']> {
  return ({ done, total, backup }) => {
    const count = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows`
    if (done === 0) terminal.note(`rittdoc-batch: taking over the registry of the Python system; a copy is ${backup}`)
    terminal.status(done === total ? '' : `taking over ${count}`)
    const isTime = done === total || (!terminal.isWatched && done > 0 && done % LINE_EVERY === 0)
    if (isTime) terminal.note(`rittdoc-batch: took over ${count}`)
  }
}
