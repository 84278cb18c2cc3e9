import type { BookRule } from '../../src/index.ts'
import { mapBlocks } from '../../src/index.ts'

/** Paragraphs that say "drop" go; one that says "throw" cannot be done. */
export const bookRule: BookRule = (book, { publisher, key, format, warn }) =>
  mapBlocks(book, (block) => {
    const text = block.kind === 'paragraph' && block.content[0]?.kind === 'text' ? block.content[0].text : ''
    if (text === 'throw') throw new Error('not that')
    if (text === 'drop') warn({ code: 'acme_dropped', message: `${publisher} ${key} ${format}` })
    return text === 'drop' ? [] : [block]
  })
