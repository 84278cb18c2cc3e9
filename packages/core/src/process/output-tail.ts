import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** Longer lines are cut, so that a program without line ends cannot fill the memory. */
const LINE_LIMIT = 10_000

/** Reads a stream to its end in bounded memory: keeps its last bytes, and hands on its lines. */
export class OutputTail {
  readonly #limit: number
  readonly #onLine: ((line: string) => void) | undefined
  readonly #decoder = new StringDecoder('utf8')
  #tail = Buffer.alloc(0)
  #line = ''
  #isCut = false

  constructor(stream: Readable | null | undefined, limitBytes: number, onLine?: (line: string) => void) {
    this.#limit = limitBytes
    this.#onLine = onLine
    stream?.on('data', (chunk: Buffer) => this.#add(chunk))
    stream?.on('end', () => this.#endLine())
    stream?.on('error', () => {}) // a broken pipe ends the output; how the program ended is told by its exit
  }

  /** The last bytes, as text; it may begin within a character. */
  get text(): string {
    return this.#tail.toString('utf8').replace(/^\uFFFD+/, '')
  }

  #add(chunk: Buffer): void {
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-this.#limit)]).subarray(-this.#limit)
    if (this.#onLine === undefined) return
    const parts = this.#decoder.write(chunk).split('\n')
    for (const [index, part] of parts.entries()) {
      if (!this.#isCut) this.#line += part
      if (this.#line.length > LINE_LIMIT) {
        this.#line = this.#line.slice(0, LINE_LIMIT)
        this.#isCut = true
      }
      if (index < parts.length - 1) this.#endLine()
    }
  }

  #endLine(): void {
    if (this.#line !== '') this.#onLine?.(this.#line.replace(/\r$/, ''))
    this.#line = ''
    this.#isCut = false
  }
}
