import pg from 'pg'

/** How long the server may take to part, in milliseconds. */
const PARTING_MS = 2_000

/**
 * A connection whose end does not wait for a server that answers nothing: on a dead line the answer would never come, and the
 * process could not end.
 */
export class PromptClient extends pg.Client {
  override end(): Promise<void>
  override end(callback: (error: Error) => void): void
  override end(callback?: (error: Error) => void): Promise<void> | undefined {
    const { stream } = this.connection
    const timer = setTimeout(() => stream.destroy(), PARTING_MS)
    stream.once('close', () => clearTimeout(timer))
    if (callback === undefined) return super.end()
    super.end(callback)
    return undefined
  }
}
