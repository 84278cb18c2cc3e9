import { objectHeads, unpackObjects } from './pdf-objects.ts'

const DEFAULT_SIZE = '/MediaBox [0 0 612 792]'

interface PageObject {
  readonly reference: string
  /** Number of the node of the page tree above it. */
  readonly parent: string | undefined
}

/**
 * Gives a PDF that breaks off before its page tree a new one, over the pages that are there, in the order of the file.
 * Undefined where no page can be found.
 */
export function repairPdf(bytes: Buffer): Buffer | undefined {
  const unpacked = unpackObjects(bytes)
  const heads = objectHeads(bytes.toString('latin1') + unpacked)
  const pages = [...heads].flatMap(([reference, head]) => (isPage(head) ? [{ reference, parent: parentOf(head) }] : []))
  if (pages.length === 0) return undefined
  return Buffer.concat([bytes, Buffer.from(`${unpacked}\n${pageTree(pages, heads).join('\n')}\n%%EOF\n`, 'latin1')])
}

const isPage = (head: string) => /\/Type\s*\/Page(?![\w])/.test(head)
const parentOf = (head: string) => head.match(/\/Parent\s+(\d+ \d+) R/)?.[1]

/** Objects for a catalogue and a page tree. Missing nodes get their own numbers back, so that pages find them. */
function pageTree(pages: readonly PageObject[], heads: ReadonlyMap<string, string>): string[] {
  const references = [...heads.keys(), ...pages.flatMap(({ parent }) => parent ?? [])]
  let next = references.reduce((most, reference) => Math.max(most, Number.parseFloat(reference)), 0) + 1
  const root = `${next++} 0`
  const nodes = [...Map.groupBy(pages, ({ parent }) => parent ?? '')].map(([parent, kids]) => {
    const isMissing = parent !== '' && !heads.has(parent)
    const reference = isMissing ? parent : `${next++} 0`
    const list = kids.map((kid) => `${kid.reference} R`).join(' ')
    const inherited = heads.get(parent)?.match(/\/(MediaBox\s*\[[^\]]*\])/)?.[0] ?? DEFAULT_SIZE
    const dictionary = `<</Type/Pages/Parent ${root} R/Count ${kids.length}/Kids [${list}] ${inherited}>>`
    return { reference, count: kids.length, object: `${reference} obj\n${dictionary}\nendobj` }
  })
  const kids = nodes.map(({ reference }) => `${reference} R`).join(' ')
  const catalog = `${next++} 0`
  return [
    ...nodes.map(({ object }) => object),
    `${root} obj\n<</Type/Pages/Count ${pages.length}/Kids [${kids}]>>\nendobj`,
    `${catalog} obj\n<</Type/Catalog/Pages ${root} R>>\nendobj`,
    `trailer\n<</Root ${catalog} R/Size ${next}>>`,
  ]
}
