import type { FileRegistryOptions } from '@rittdoc-batch/registry'
import type { Terminal } from '../render/terminal.ts'

/** Rows between two lines where nobody watches. */
const LINE_EVERY = 100_000

/** What the registry is asked to tell at opening. */
type OpeningNews = Pick<FileRegistryOptions, 'onTakeover' | 'onWait'>

/**
 * Tells how far the takeover of a database of the Python system is: a line that changes on a terminal, else lines; and
 * that another process is at it.
 */
export function takeoverDisplay(terminal: Terminal): OpeningNews {
  const onWait = () =>
    terminal.note('rittdoc-batch: waiting for another process that takes over or upgrades the registry')
  const onTakeover: OpeningNews['onTakeover'] = ({ done, total, backup }) => {
    const count = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows`
    if (done === 0) terminal.note(`rittdoc-batch: taking over the registry of the Python system; a copy is ${backup}`)
    terminal.status(done === total ? '' : `taking over ${count}`)
    const isTime = done === total || (!terminal.isWatched && done > 0 && done % LINE_EVERY === 0)
    if (isTime) terminal.note(`rittdoc-batch: took over ${count}`)
  }
  return { onTakeover, onWait }
}
