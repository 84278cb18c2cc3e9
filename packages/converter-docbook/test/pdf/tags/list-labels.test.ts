import { describe, expect, test } from 'vitest'
import { listNumbers } from '../../../src/pdf/tags/list-labels.ts'

describe('labels of a list', () => {
  test.each([
    [['1.', '2.', '3.'], { ordered: true, start: 1, numeration: 'arabic' }],
    [['(4)', '(5)'], { ordered: true, start: 4, numeration: 'arabic' }],
    [['a)', 'b)'], { ordered: true, start: 1, numeration: 'loweralpha' }],
    [['B.', 'C.'], { ordered: true, start: 2, numeration: 'upperalpha' }],
    [['iii.', 'iv.', 'v.'], { ordered: true, start: 3, numeration: 'lowerroman' }],
    [['i', 'j'], { ordered: true, start: 9, numeration: 'loweralpha' }],
    [['\u2022', '\u2022'], { ordered: false }],
    [[undefined, undefined], { ordered: false }],
  ])('%j say %j', (labels, numbers) => {
    expect(listNumbers(labels)).toEqual(numbers)
  })

  test.each([[['1.', '3.']], [['Gold', 'Silver']], [['1.', undefined]]])('%j say nothing', (labels) => {
    expect(listNumbers(labels)).toBeUndefined()
  })
})
