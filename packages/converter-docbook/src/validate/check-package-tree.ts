import { ConvertError } from '@rittdoc-batch/core'
import { inlineNodes } from '../rittdoc/inline-nodes.ts'
import type { ResolveLink } from '../rittdoc/serialize-xml.ts'
import { isElement, isLink, type XmlElement, type XmlNode } from '../rittdoc/xml-node.ts'
import { CONTENT_MODELS } from './content-model.ts'

/** Problems named in one error. */
const NAMED_PROBLEMS = 5
/** What the format takes as an id. */
const ID = /^[a-z][a-z0-9]{0,24}$/

/** Elements that are counted, by what they are called in the counts. */
const COUNTED: Readonly<Record<string, Exclude<keyof CheckCounts, 'links'>>> = {
  para: 'paragraphs',
  literallayout: 'paragraphs',
  title: 'headings',
  bridgehead: 'headings',
  footnote: 'footnotes',
  table: 'tables',
  equation: 'equations',
  inlineequation: 'equations',
}

/** What was counted on the way; a heading counts where it says something. */
export type CheckCounts = Readonly<
  Record<'paragraphs' | 'headings' | 'footnotes' | 'tables' | 'equations' | 'links', number>
>

/** Takes the fragments of a package one by one, and judges at the end. */
export interface PackageCheck {
  /** Checks a fragment, or a part, of the named file. */
  add(file: string, root: XmlElement): void
  /** @throws ConvertError `internal` naming what is wrong */
  finish(): CheckCounts
}

/**
 * Our own check of everything that is emitted: elements stand where they may, hold what they must, ids are well-formed and
 * unique, and links lead somewhere. The writer is built so that nothing is ever found; a defect of it must not reach a reader.
 */
export function checkPackageTree(resolve: ResolveLink): PackageCheck {
  const problems: string[] = []
  const ids = new Set<string>()
  const linkends = new Map<string, string>()
  const counts = { paragraphs: 0, headings: 0, footnotes: 0, tables: 0, equations: 0, links: 0 }

  function visit(file: string, node: XmlElement): void {
    const { id } = node.attributes
    if (id !== undefined) {
      if (!ID.test(id)) problems.push(`${file}: the id "${id}" is not one that the format takes`)
      if (ids.has(id)) problems.push(`${file}: the id "${id}" occurs twice`)
      ids.add(id)
    }
    const counted = COUNTED[node.name]
    if (counted !== undefined && (counted !== 'headings' || node.children.length > 0)) counts[counted]++
    problems.push(...modelProblems(node).map((problem) => `${file}: ${problem}`))
    visitChildren(file, node.children)
  }

  function visitChildren(file: string, children: readonly XmlNode[]): void {
    for (const child of children) {
      if (typeof child === 'string') continue
      if (isElement(child)) visit(file, child)
      else if (isLink(child)) {
        const linkend = resolve(child.link)
        if (linkend !== undefined) {
          linkends.set(linkend, file)
          counts.links++
        }
        visitChildren(file, child.children)
      }
    }
  }

  return {
    add: (file, root) => visit(file, root),
    finish() {
      for (const [linkend, file] of linkends)
        if (!ids.has(linkend)) problems.push(`${file}: a link leads to "${linkend}", which does not exist`)
      if (problems.length === 0) return counts
      const more = problems.length > NAMED_PROBLEMS ? `; and ${problems.length - NAMED_PROBLEMS} more` : ''
      const named = problems.slice(0, NAMED_PROBLEMS).join('; ')
      throw new ConvertError('internal', `The package would not be valid: ${named}${more}`, { reason: 'invalid' })
    },
  }
}

/** What an element holds that it may not, or lacks. */
function modelProblems({ name, attributes, children }: XmlElement): string[] {
  const model = CONTENT_MODELS[name]
  if (model === undefined) return [`<${name}> is not an element that the format takes`]
  const where = `<${name}${attributes.id === undefined ? '' : ` id="${attributes.id}"`}>`
  const nodes = inlineNodes(children)
  const names = new Set(nodes.flatMap((node) => (isElement(node) ? [node.name] : [])))
  const problems = [...names]
    .filter((child) => !model.children.has(child))
    .map((child) => `${where} may not hold <${child}>`)
  if (!model.text && nodes.some((node) => typeof node === 'string' && node.trim() !== ''))
    problems.push(`${where} may not hold text`)
  if (model.filled && names.size === 0) problems.push(`${where} may not be empty`)
  if (model.needsId && attributes.id === undefined) problems.push(`${where} needs an id`)
  for (const required of model.required ?? []) if (!names.has(required)) problems.push(`${where} needs a <${required}>`)
  return problems
}
