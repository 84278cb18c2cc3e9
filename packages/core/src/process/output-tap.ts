import { StringDecoder } from 'node:string_decoder'

const TAIL_BYTES = 4096
const LINE_CHARACTERS = 10_000

/** Takes the output of a program as it comes: hands on its lines and keeps its end. Never holds more than that. */
export class OutputTap {
  readonly #onLine: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #tail = Buffer.alloc(0)
  #line = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  /** The last 4,096 bytes, without a character that was cut at their beginning. */
  get tail(): string {
    return this.#tail.toString('utf8').replace(/^\uFFFD{1,3}/, '')
  }

  write(chunk: Buffer): void {
    this.#tail = Buffer.from(Buffer.concat([this.#tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES))
    this.#addText(this.#decoder.write(chunk))
  }

  /** Hands on a last line that has no line break. */
  end(): void {
    this.#addText(this.#decoder.end())
    if (this.#line !== '') this.#handOn('')
  }

  #addText(text: string): void {
    let start = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#handOn(text.slice(start, end))
      start = end + 1
    }
    this.#line = (this.#line + text.slice(start)).slice(0, LINE_CHARACTERS)
  }

  #handOn(rest: string): void {
    const line = (this.#line + rest).slice(0, LINE_CHARACTERS)
    this.#line = ''
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line)
  }
}
