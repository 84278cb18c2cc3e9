import { describe, expect, test } from 'vitest'
import { usefulAlternatives } from '../../src/epub/useful-alternatives.ts'
import type { Block, Book, Image, Inline } from '../../src/tree/book.ts'
import { readBody } from '../support/epub-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const text = (words: string): Inline[] => [{ kind: 'text', text: words }]
const paragraph = (words: string): Block => ({ kind: 'paragraph', content: text(words) })
const figure = (image: Image, title = ''): Block => ({
  kind: 'figure',
  title: text(title),
  images: [image],
  blocks: [],
})

function altsOf(blocks: readonly Block[], filename = 'a_1.png', title = 'Chapter'): (string | undefined)[] {
  const book: Book = {
    metadata: { creators: [], contributors: [], subjects: [] } as unknown as Book['metadata'],
    media: [{ name: 'm', filename, mediaType: 'image/png', path: '/a' }],
    body: [
      { kind: 'chapter', title: text(title), anchors: [], blocks, sections: [] } as unknown as Book['body'][number],
    ],
  }
  const [chapter] = usefulAlternatives(book).body
  if (chapter === undefined || chapter.kind === 'part') throw new Error('Expected a chapter')
  return chapter.blocks.flatMap((block) => (block.kind === 'figure' ? block.images.map(({ alt }) => alt) : []))
}

const alone = (alt: string, filename?: string) => altsOf([figure({ media: 'm', alt })], filename)[0]

describe('alternative texts of pictures', () => {
  test.each(['a_1.png', 'images/pendulum-screen.JPG', 'Image', '[Illustration]', 'a_1', ' picture. ', 'PIC', 'svg'])(
    'that tell nobody anything are left out: %s',
    (alt) => {
      expect(alone(alt)).toBeUndefined()
    },
  )

  test.each(['A pendulum', 'See a.png for more', 'Figure 3', 'Image of a map', 'Карта: image', 'cover'])(
    'that tell something stay: %s',
    (alt) => {
      expect(alone(alt, 'cover.png')).toBe(alt)
    },
  )

  test('that the caption says again are left out, with its number or without, also where the picture is not there', () => {
    const says = (alt: string, title: string) => altsOf([figure({ media: 'm', alt }, title)])[0]
    expect(says('A pendulum at rest', 'Figure 1: A pendulum at rest')).toBeUndefined()
    expect(says('Pendulum', 'Pendulum')).toBeUndefined()
    expect(says('A pendulum at rest, seen from below', 'A pendulum at rest')).toBe(
      'A pendulum at rest, seen from below',
    )
    expect(says('A pen', 'A pendulum')).toBe('A pen')
    expect(says('rest', 'Arrest')).toBe('rest')
    expect(altsOf([figure({ alt: 'A pendulum at rest' }, 'A pendulum at rest')])).toEqual([undefined])
  })

  test('that the text beside it says again are left out, but not a word or two that stand there by chance', () => {
    const image = (alt: string) => figure({ media: 'm', alt })
    expect(altsOf([image('A pendulum at rest'), paragraph('Figure 1. A pendulum at rest.')])).toEqual([undefined])
    expect(altsOf([paragraph('Pendulum'), image('Pendulum')])).toEqual([undefined])
    expect(altsOf([image('Chapter'), paragraph('It begins.')])).toEqual([undefined])
    expect(altsOf([image('A pendulum'), paragraph('A pendulum swings.')])).toEqual(['A pendulum'])
    expect(altsOf([figure({ alt: 'Pendulum' }), paragraph('Pendulum')])).toEqual(['Pendulum'])
  })

  test('in the middle of a text are looked at, too', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
      'base64',
    )
    const body =
      '<h1>One</h1><p>Press <b><img src="a.png" alt="image"/></b> or <img src="a.png" alt="Return"/> now.</p>'
    const { book } = await readBody(body, { 'a.png': png })
    const [shown] = showBlocks(book.body)
    expect(shown).toContain('Return')
    expect(shown).not.toContain('image')
  })
})
