import { describe, expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { insertScripts } from '../../src/pdf/layout/insert-scripts.ts'
import { setLetters as run } from '../support/set-letters.ts'

const textsOf = (runs: readonly Glyph[][]) => insertScripts(runs).map((one) => one.map(({ text }) => text).join(''))

describe('insertScripts', () => {
  test('puts raised and lowered letters that are drawn later where their line has a gap for them', () => {
    const line = run('the18 ofaH Obowl')
    const raised = run('th', { x: 25, y: 96, size: 5 })
    const lowered = run('2', { x: 51, y: 102, size: 6 })
    expect(textsOf([line, lowered, raised])).toEqual(['the18thofaH2Obowl'])
  })

  test('puts several into one gap in the order in which they stand', () => {
    const first = run('4', { x: 25, y: 96, size: 4 })
    const second = run('5', { x: 27, y: 96, size: 4 })
    expect(textsOf([run('the18 years'), first, second])).toEqual(['the1845years'])
    expect(textsOf([second, run('the18 years'), first])).toEqual(['the1845years'])
  })

  test.each([
    ['at the end of a line', run('th', { x: 55, y: 96, size: 5 })],
    ['over a letter', run('th', { x: 12, y: 96, size: 5 })],
    ['on the line', run('th', { x: 25, y: 100, size: 5 })],
    ['of the size of the line', run('t', { x: 25, y: 96, size: 9 })],
    ['of hardly a third of its size', run('th', { x: 25, y: 96, size: 3 })],
    ['of another line', run('th', { x: 25, y: 90, size: 5 })],
  ])('leaves letters alone %s', (_, script) => {
    expect(textsOf([run('the18 years'), script])).toEqual(['the18years', script.map(({ text }) => text).join('')])
  })

  test('leaves what is small beside a brace alone', () => {
    const line = [...run('{', { size: 40 }), ...run('the18 years', { x: 26 })]
    expect(textsOf([line, run('}', { x: 51, y: 104, size: 30 })])).toEqual(['{the18years', '}'])
    expect(textsOf([line, run('•', { x: 21, y: 96 })])).toEqual(['{the18years', '•'])
  })
})
