const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i

/**
 * XML as a parser of HTML understands it: without document type, CDATA sections as text, empty elements closed. Whatever
 * never ends stays as it is; the text is gone through once, because patterns that look for an end from every beginning
 * take for ever on pages that are made for it.
 */
export function asHtml(text: string): string {
  return closeEmptyTags(withoutSections(withoutDoctype(text)))
}

/** Declarations inside a document type would show as text. */
function withoutDoctype(text: string): string {
  const begin = text.search(/<!DOCTYPE/i)
  if (begin === -1) return text
  const mark = text.slice(begin).search(/[[>]/)
  if (mark === -1) return text
  if (text[begin + mark] === '>') return text.slice(0, begin) + text.slice(begin + mark + 1)
  const subset = text.slice(begin + mark)
  const end = /\]\s*>/.exec(subset)
  return end === null ? text : text.slice(0, begin) + subset.slice(end.index + end[0].length)
}

const SECTION = '<![CDATA['

function withoutSections(text: string): string {
  const parts: string[] = []
  let at = 0
  for (let begin = text.indexOf(SECTION); begin !== -1; begin = text.indexOf(SECTION, at)) {
    const end = text.indexOf(']]>', begin)
    if (end === -1) break
    const content = text.slice(begin + SECTION.length, end)
    parts.push(text.slice(at, begin), content.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
    at = end + 3
  }
  return parts.join('') + text.slice(at)
}

const TAG_NAME = /<([A-Za-z][\w:.-]*)/g

function closeEmptyTags(text: string): string {
  const parts: string[] = []
  let at = 0
  TAG_NAME.lastIndex = 0
  for (let match = TAG_NAME.exec(text); match !== null; match = TAG_NAME.exec(text)) {
    const [, name = ''] = match
    const end = endOfTag(text, TAG_NAME.lastIndex)
    TAG_NAME.lastIndex = end
    if (text[end] !== '>' || text[end - 1] !== '/' || VOID.test(name)) continue
    parts.push(text.slice(at, end - 1), `></${name}>`)
    at = end + 1
  }
  return parts.join('') + text.slice(at)
}

/** Where a tag ends, or what begins before it does; quotes may hold anything. */
function endOfTag(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const character = text[i]
    if (character === '>' || character === '<') return i
    if (character !== '"' && character !== "'") continue
    i = text.indexOf(character, i + 1)
    if (i === -1) break
  }
  return text.length
}
