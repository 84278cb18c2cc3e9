import { expect, test } from 'vitest'
import { dropStart } from '../../../src/pdf/tags/drop-start.ts'
import { showInlines } from '../../support/show-tree.ts'

const text = (value: string) => ({ kind: 'text' as const, text: value })

test('the first letters and the spaces after them are taken away, whatever is around them', () => {
  const bold = { kind: 'style' as const, style: 'strong' as const, content: [text('1. ')] }
  expect(showInlines(dropStart([bold, text(' Granite '), text('is old')], 2))).toBe('Granite is old')
  expect(showInlines(dropStart([text('(12) Chalk')], 4))).toBe('Chalk')
})
