import { expect, test } from 'vitest'
import { linearizeMath } from '../../src/epub/content/math-text.ts'
import { parseXml } from '../../src/epub/xml/parse-xml.ts'

const line = (content: string) =>
  linearizeMath(parseXml(`<math xmlns="http://www.w3.org/1998/Math/MathML">${content}</math>`))

test.each([
  ['fractions', '<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>', '(a + b)/(2)'],
  ['powers', '<msup><mi>x</mi><mn>2</mn></msup>', 'x^2'],
  [
    'powers of sums',
    '<msup><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mrow><mi>n</mi><mo>−</mo><mn>1</mn></mrow></msup>',
    '(x + 1)^(n − 1)',
  ],
  ['indices', '<msubsup><mi>a</mi><mi>i</mi><mn>2</mn></msubsup>', 'a_i^2'],
  ['roots', '<msqrt><mi>x</mi></msqrt><mo>=</mo><mroot><mi>y</mi><mn>3</mn></mroot>', '√(x) = root(3, y)'],
  [
    'sums with bounds',
    '<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>',
    '∑_(i = 1)^n i',
  ],
  ['products', '<mi>m</mi><msup><mi>c</mi><mn>2</mn></msup><mi>sin</mi><mi>x</mi>', 'm c^2 sin x'],
  ['fences', '<mfenced open="[" close="]"><mi>a</mi><mi>b</mi></mfenced>', '[a, b]'],
  [
    'tables',
    '<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable>',
    '[1, 0; 0, 1]',
  ],
  [
    'annotations are left out',
    '<semantics><mi>x</mi><annotation encoding="application/x-tex">x</annotation></semantics>',
    'x',
  ],
])('%s', (_, content, expected) => {
  expect(line(content)).toBe(expected)
})
