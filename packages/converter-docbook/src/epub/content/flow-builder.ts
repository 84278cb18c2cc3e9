import type { FlowEvent, FlowHeading } from '../../structure/flow.ts'
import { languageDifference } from '../../structure/language-difference.ts'
import type { Block, Inline, TextLanguage } from '../../tree/book.ts'
import { type DocumentContext, languageOf } from './document-context.ts'
import { inlineText, isVisible } from './inline-text.ts'
import { normalizeText } from './normalize-text.ts'
import { collectAnchors, paragraphOf } from './paragraph.ts'
import { inLanguage, withLanguage } from './text-language.ts'
import { withAnchors } from './with-anchors.ts'

/**
 * Collects a flow: loose text becomes paragraphs, anchors wait for the next block or heading, and targets of the table of
 * contents that were met inside a block stand before it.
 */
export class FlowBuilder {
  readonly #context: DocumentContext
  readonly #isNested: boolean
  readonly #around: TextLanguage
  readonly #events: FlowEvent[] = []
  #anchors: string[] = []
  #run: Inline[] = []

  /** @param isNested inside a block, where headings open no section */
  constructor(context: DocumentContext, isNested: boolean) {
    this.#context = context
    this.#isNested = isNested
    this.#around = languageOf(context)
  }

  get last(): FlowEvent | undefined {
    return this.#run.length > 0 ? undefined : this.#events.at(-1)
  }

  /** Loose text, not yet collapsed. */
  addInlines(content: readonly Inline[]): void {
    this.#run.push(...content)
  }

  addAnchor(anchor: string): void {
    this.endRun()
    this.#addMarks()
    this.#anchors.push(anchor)
  }

  addBlock(block: Block): Block {
    this.endRun()
    return this.#push(block)
  }

  /** Replaces the last event, which must be a block. */
  replaceLast(block: Block): void {
    this.#events[this.#events.length - 1] = { kind: 'block', block }
  }

  removeLast(): void {
    this.#events.pop()
  }

  replaceHeading(heading: FlowHeading): void {
    this.#events[this.#events.length - 1] = heading
  }

  addHeading(rank: number, written: readonly Inline[]): void {
    this.endRun()
    const { content, anchors, pictures } = headingContent(written, this.#anchors)
    this.#addMarks()
    this.#anchors.push(...anchors)
    if (isVisible(content)) {
      if (this.#isNested) this.#push({ kind: 'bridgehead', content })
      else {
        this.#events.push({ kind: 'heading', rank, content: this.inLanguage(content), anchors: this.#anchors })
        this.#anchors = []
      }
    }
    if (pictures.length > 0)
      this.#push({ kind: 'figure', title: [], images: pictures.map(({ image }) => image), blocks: [] })
  }

  /** Running text that becomes a title, in the language in which it stands. */
  inLanguage(content: readonly Inline[]): readonly Inline[] {
    return inLanguage(content, this.#language())
  }

  enter(types: readonly string[]): void {
    this.endRun()
    if (!this.#isNested) this.#events.push({ kind: 'enter', types })
  }

  leave(): void {
    this.endRun()
    if (!this.#isNested) this.#events.push({ kind: 'leave' })
  }

  /** Ends loose text: what follows is another block. */
  endRun(): void {
    if (this.#run.length === 0) return
    const { block, anchors } = paragraphOf(this.#run)
    this.#run = []
    this.#anchors.push(...anchors)
    if (block !== undefined) this.#push(block)
    else this.#addMarks()
  }

  finish(): FlowEvent[] {
    this.endRun()
    this.#addMarks()
    if (this.#anchors.length > 0) this.#events.push({ kind: 'anchors', anchors: this.#anchors })
    this.#anchors = []
    return this.#events
  }

  /** The blocks alone; anchors left over go to the last of them. */
  finishBlocks(): Block[] {
    const blocks: Block[] = []
    for (const event of this.finish()) {
      if (event.kind === 'block') blocks.push(event.block)
      else if (event.kind === 'anchors') {
        const last = blocks.pop() ?? { kind: 'paragraph', content: [] }
        const anchored = withAnchors(last, event.anchors)
        this.#context.links.replaceNote(last, anchored)
        blocks.push(anchored)
      }
    }
    return blocks
  }

  #push(block: Block): Block {
    this.#addMarks()
    const anchored = withAnchors(withLanguage(block, this.#language()), this.#anchors)
    this.#context.links.replaceNote(block, anchored)
    this.#anchors = []
    this.#events.push({ kind: 'block', block: anchored })
    return anchored
  }

  #language(): TextLanguage | undefined {
    return languageDifference(languageOf(this.#context), this.#around)
  }

  #addMarks(): void {
    if (this.#isNested) return
    for (const anchor of this.#context.marks.splice(0)) this.#events.push({ kind: 'mark', anchor })
  }
}

type Picture = Extract<Inline, { kind: 'image' }>

/** Whether an inline is a link to one of these places that shows signs only, as tools set it beside a heading. */
const isLinkSign = (inline: Inline, places: readonly string[]) =>
  inline.kind === 'link' && places.includes(inline.target) && !/[\p{L}\p{N}]/u.test(inlineText(inline.content))

/**
 * A heading's words on one line, without the anchors and pictures in it, and without a sign that is a link to the heading
 * itself. `before` are the anchors under which it is found.
 */
function headingContent(
  written: readonly Inline[],
  before: readonly string[],
): { content: Inline[]; anchors: string[]; pictures: Picture[] } {
  const anchors: string[] = []
  const pictures: Picture[] = []
  const places = [...before, ...collectAnchors(written)]
  const strip = (content: readonly Inline[]): Inline[] =>
    content.flatMap((inline): Inline[] => {
      if (inline.kind === 'anchor') anchors.push(inline.anchor)
      if (inline.kind === 'image') pictures.push(inline)
      if (inline.kind === 'anchor' || inline.kind === 'image') return []
      if (inline.kind === 'break') return [{ kind: 'text', text: ' ' }]
      if ('content' in inline) (inline as { content: readonly Inline[] }).content = strip(inline.content)
      return isLinkSign(inline, places) ? [] : [inline]
    })
  const content = withoutGaps(normalizeText(strip(written)))
  if (isVisible(content)) return { content, anchors, pictures }
  const alt = pictures
    .map(({ image }) => image.alt ?? '')
    .join(' ')
    .trim()
  return { content: alt === '' ? [] : [{ kind: 'text', text: alt }], anchors, pictures }
}

/** Without the no-break spaces at both ends that kept a sign or a picture apart. */
function withoutGaps(content: readonly Inline[]): Inline[] {
  return content.flatMap((inline, i): Inline[] => {
    if (inline.kind !== 'text') return [inline]
    let { text } = inline
    if (i === 0) text = text.trimStart()
    if (i === content.length - 1) text = text.trimEnd()
    return text === '' ? [] : [{ kind: 'text', text }]
  })
}
