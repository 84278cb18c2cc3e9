import { attribute, childElements, rawText, type XmlElement } from '../xml/element.ts'

/** MathML as one line of text: `(a+b)/(2)`, `x^2`, `a_(i+1)`, `√(x)`. Annotations are left out. */
export function linearizeMath(element: XmlElement): string {
  return tidy(write(element))
}

const tidy = (text: string) =>
  text
    .replace(/[\u2061-\u2064]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** In brackets unless it is one token. */
function group(element: XmlElement | undefined): string {
  if (element === undefined) return ''
  const text = tidy(write(element))
  return text === '' || /^[\p{L}\p{M}\p{N}.,]+$/u.test(text) || [...text].length === 1 ? text : `(${text})`
}

/** Names and numbers side by side stay apart: `m c^2`, `sin x`. */
function writeAll(elements: readonly XmlElement[]): string {
  let text = ''
  for (const element of elements) {
    const next = write(element)
    text += /[\p{L}\p{N}]$/u.test(text) && /^[\p{L}\p{N}]/u.test(next) ? ` ${next}` : next
  }
  return text
}

const script = (mark: string, element: XmlElement | undefined) => {
  const text = group(element)
  return text === '' || element?.name === 'none' ? '' : mark + text
}

function write(element: XmlElement): string {
  const parts = childElements(element)
  const [first, second, third] = parts
  switch (element.name) {
    case 'mi':
    case 'mn':
    case 'mtext':
    case 'ms':
      return rawText(element).replace(/\s+/g, ' ')
    case 'mo':
      return writeOperator(element)
    case 'mspace':
      return ' '
    case 'mfrac':
      return `(${tidy(first ? write(first) : '')})/(${tidy(second ? write(second) : '')})`
    case 'msqrt':
      return `√(${tidy(writeAll(parts))})`
    case 'mroot':
      return `root(${tidy(second ? write(second) : '')}, ${tidy(first ? write(first) : '')})`
    case 'msup':
    case 'mover':
      return base(first) + script('^', second)
    case 'msub':
    case 'munder':
      return base(first) + script('_', second)
    case 'msubsup':
    case 'munderover':
      return base(first) + script('_', second) + script('^', third)
    case 'mmultiscripts':
      return writeMultiscripts(parts)
    case 'mfenced':
      return writeFenced(element, parts)
    case 'mtable':
      return `[${parts.map(write).join('; ')}]`
    case 'mtr':
    case 'mlabeledtr':
      return parts.map((cell) => tidy(write(cell))).join(', ')
    case 'semantics':
      return first ? write(first) : ''
    case 'annotation':
    case 'annotation-xml':
    case 'none':
    case 'mprescripts':
      return ''
    default:
      return parts.length === 0 ? rawText(element).trim() : writeAll(parts)
  }
}

const base = (element: XmlElement | undefined) => {
  if (element === undefined) return ''
  const isRow = element.name === 'mrow' || element.name === 'mfrac'
  return isRow ? group(element) : write(element)
}

const SPACED_OPERATOR = /^([=<>≤≥≠≈≡∼∈∉⊂⊆∪∩→⇒⇔←↔+−±×÷⋅∧∨]|:=|[a-z]{2,})$/u

function writeOperator(element: XmlElement): string {
  const operator = rawText(element).trim()
  return SPACED_OPERATOR.test(operator) ? ` ${operator} ` : operator === ',' ? ', ' : operator
}

function writeFenced(element: XmlElement, parts: readonly XmlElement[]): string {
  const separator = (attribute(element, 'separators') ?? ',').trim().slice(0, 1)
  const inside = parts.map((part) => tidy(write(part))).join(separator === '' ? ' ' : `${separator} `)
  return `${attribute(element, 'open') ?? '('}${inside}${attribute(element, 'close') ?? ')'}`
}

function writeMultiscripts([base, ...scripts]: readonly XmlElement[]): string {
  const split = scripts.findIndex((part) => part.name === 'mprescripts')
  const after = split < 0 ? scripts : scripts.slice(0, split)
  const before = split < 0 ? [] : scripts.slice(split + 1)
  const pairs = (list: readonly XmlElement[]) => list.map((part, i) => script(i % 2 === 0 ? '_' : '^', part)).join('')
  return `${pairs(before)}${base === undefined ? '' : write(base)}${pairs(after)}`
}
