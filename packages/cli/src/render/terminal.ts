/** Where a command writes: results to stdout, everything else to stderr. */
export interface Terminal {
  /** Whether somebody watches stderr. */
  readonly isWatched: boolean
  /** A result. */
  print(text: string): void
  /** A remark, a log line. */
  note(text: string): void
  /** Shows lines at the bottom of a watched terminal until they are replaced; an empty text takes them away. */
  status(text: string): void
}

/** The terminal of this process. */
export async function processTerminal(): Promise<Terminal> {
  const isWatched = process.stderr.isTTY === true
  const update = isWatched ? await statusLines() : undefined
  let shown = ''
  /** Lines above the status are written by taking it away and putting it back. */
  const above = (write: () => void) => {
    if (shown !== '') update?.clear()
    write()
    if (shown !== '') update?.(shown)
  }
  return {
    isWatched,
    print: (text) => above(() => process.stdout.write(`${text}\n`)),
    note: (text) => above(() => process.stderr.write(`${text}\n`)),
    status: (text) => {
      if (update === undefined) return
      shown = text
      if (text === '') update.clear()
      else update(text)
    },
  }
}

/** Loaded for those who watch: it knows how wide every sign of Unicode is, and learning that takes time. */
async function statusLines() {
  const { createLogUpdate } = await import('log-update')
  return createLogUpdate(process.stderr, { showCursor: true })
}
