import { type BookRule, mapBlocks } from '@rittdoc-batch/converter-docbook'

// What Acme does that no other publisher does: its captions begin with a number that our pages give once more. It goes.

export const bookRule: BookRule = (book) =>
  mapBlocks(book, (block) => {
    if (block.kind !== 'figure') return [block]
    const [first, ...others] = block.title
    if (first?.kind !== 'text') return [block]
    return [{ ...block, title: [{ kind: 'text', text: first.text.replace(/^Figure \d+\. /, '') }, ...others] }]
  })
