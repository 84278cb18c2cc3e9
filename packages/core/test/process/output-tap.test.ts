import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutputTap } from '../../src/process/output-tap.ts'

function tap(chunks: readonly Buffer[]): { lines: string[]; tail: string } {
  const lines: string[] = []
  const output = new OutputTap((line) => lines.push(line))
  for (const chunk of chunks) output.write(chunk)
  output.end()
  return { lines, tail: output.tail }
}

const text = fc.array(fc.constantFrom('a', 'ü', '書', '😀', '\n', '\r\n', ' ')).map((parts) => parts.join(''))

test('how the output is cut into chunks changes neither lines nor tail', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(100)), (whole, cuts) => {
      const bytes = Buffer.from(whole)
      const borders = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
      const chunks = borders.slice(1).map((end, index) => bytes.subarray(borders[index], end))
      const { lines, tail } = tap(chunks)
      const expected = whole.split(/\r?\n/)
      if (expected.at(-1) === '') expected.pop()
      expect(lines).toEqual(expected)
      expect(tail).toBe(whole)
    }),
  )
})

test('the tail is the end of the output and does not begin within a character', () => {
  const { tail } = tap([Buffer.from('書'.repeat(1000)), Buffer.from('書'.repeat(999)), Buffer.from('!')])
  expect(tail).toBe(`${'書'.repeat(1365)}!`) // 4,095 bytes and the last one
})
