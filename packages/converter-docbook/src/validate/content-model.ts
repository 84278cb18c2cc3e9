/** What an element that the writer emits may hold. Sources: the content models that RittDoc and DocBook 4.5 share. */
export interface ContentModel {
  /** Whether text may stand in it. */
  readonly text: boolean
  readonly children: ReadonlySet<string>
  /** Children of which at least one must be there, whatever else is. */
  readonly required?: readonly string[]
  /** Whether it may not be empty. */
  readonly filled?: boolean
  readonly needsId?: boolean
}

const words = (text: string) => text.split(/\s+/).filter(Boolean)

const INLINE =
  words(`emphasis literal phrase quote foreignphrase citetitle subscript superscript link ulink anchor footnote
  inlinemediaobject inlineequation`)
const IN_INDEX = INLINE.filter((name) => name !== 'inlineequation')
const NARROW = words('emphasis link ulink anchor subscript superscript inlinemediaobject')
const LISTS = words('itemizedlist orderedlist glosslist')
const ADMONITIONS = words('note tip warning caution important')
const TEXT_BLOCKS = [...LISTS, 'literallayout', 'para']
const FORMAL = words('figure table equation')
const DIVISION = [
  ...TEXT_BLOCKS,
  ...ADMONITIONS,
  ...FORMAL,
  'blockquote',
  'mediaobject',
  'sidebar',
  'bridgehead',
  'anchor',
]
const ADMONITION = [...TEXT_BLOCKS, ...FORMAL, 'blockquote', 'mediaobject', 'bridgehead', 'anchor', 'title']

const text = (children: readonly string[]): ContentModel => ({ text: true, children: new Set(children) })
const holds = (children: readonly string[], more: Partial<ContentModel> = {}): ContentModel => ({
  text: false,
  children: new Set(children),
  filled: true,
  ...more,
})
const component = (children: readonly string[]) =>
  holds(['title', 'subtitle', ...children], { required: ['title'], needsId: true })
const section = (depth: number) =>
  holds(['title', 'subtitle', ...DIVISION, ...(depth < 5 ? [`sect${depth + 1}`] : [])], {
    required: ['title'],
    needsId: true,
  })
const empty: ContentModel = { text: false, children: new Set() }

/** By element name; an element that is not here is never emitted. */
export const CONTENT_MODELS: Readonly<Record<string, ContentModel>> = {
  chapter: component(['sect1', 'bibliography']),
  preface: component([...DIVISION, 'sect1', 'bibliography']),
  appendix: component([...DIVISION, 'sect1', 'bibliography']),
  dedication: component([...TEXT_BLOCKS, ...ADMONITIONS, 'blockquote']),
  glossary: component([...DIVISION, 'glossdiv', 'glossentry']),
  bibliography: component([...DIVISION, 'bibliodiv', 'bibliomixed']),
  index: component([...DIVISION, 'indexdiv', 'indexentry']),
  part: holds(['title', 'subtitle', 'partintro'], { required: ['title'], needsId: true }),
  partintro: holds(DIVISION),
  glossdiv: holds(['title', ...DIVISION, 'glossentry'], { required: ['title'] }),
  bibliodiv: holds(['title', ...DIVISION, 'bibliomixed'], { required: ['title'] }),
  indexdiv: holds(['title', ...TEXT_BLOCKS, 'blockquote', 'mediaobject', 'anchor', 'indexentry'], {
    required: ['indexentry'],
  }),
  sect1: section(1),
  sect2: section(2),
  sect3: section(3),
  sect4: section(4),
  sect5: section(5),
  title: text(INLINE),
  subtitle: text(INLINE),
  bridgehead: text(INLINE),
  para: text([...INLINE, 'table']),
  literallayout: text(INLINE),
  attribution: text(INLINE),
  emphasis: text(INLINE),
  phrase: text(INLINE),
  quote: text(INLINE),
  foreignphrase: text(INLINE),
  citetitle: text(INLINE),
  link: text(INLINE),
  ulink: text(INLINE),
  glossterm: text(INLINE),
  bibliomisc: text(INLINE),
  primaryie: text(IN_INDEX),
  secondaryie: text(IN_INDEX),
  tertiaryie: text(IN_INDEX),
  literal: text(['link', 'ulink', 'anchor', 'subscript', 'superscript', 'inlinemediaobject']),
  subscript: text(NARROW),
  superscript: text(NARROW),
  anchor: { ...empty, needsId: true },
  footnote: holds([...TEXT_BLOCKS, 'blockquote', 'mediaobject'], { needsId: true }),
  itemizedlist: holds(['title', 'listitem'], { required: ['listitem'] }),
  orderedlist: holds(['title', 'listitem'], { required: ['listitem'] }),
  listitem: holds(DIVISION),
  glosslist: holds(['title', 'glossentry'], { required: ['glossentry'] }),
  glossentry: holds(['glossterm', 'glossdef'], { required: ['glossterm', 'glossdef'] }),
  glossdef: holds([...TEXT_BLOCKS, ...FORMAL, 'blockquote', 'mediaobject']),
  bibliomixed: { ...text(['bibliomisc']), needsId: true },
  indexentry: holds(['primaryie', 'secondaryie', 'tertiaryie'], { required: ['primaryie'] }),
  blockquote: holds(['title', 'attribution', ...DIVISION]),
  sidebar: holds([...ADMONITION, ...ADMONITIONS], { needsId: true }),
  note: holds(ADMONITION, { needsId: true }),
  tip: holds(ADMONITION, { needsId: true }),
  warning: holds(ADMONITION, { needsId: true }),
  caution: holds(ADMONITION, { needsId: true }),
  important: holds(ADMONITION, { needsId: true }),
  figure: holds(['title', 'mediaobject'], { required: ['title', 'mediaobject'], needsId: true }),
  mediaobject: holds(['imageobject', 'textobject']),
  inlinemediaobject: holds(['imageobject', 'textobject']),
  imageobject: holds(['imagedata']),
  imagedata: empty,
  textobject: holds(['phrase']),
  equation: holds(['title', 'mediaobject'], { required: ['mediaobject'], needsId: true }),
  inlineequation: holds(['inlinemediaobject']),
  table: holds(['title', 'tgroup'], { required: ['title', 'tgroup'], needsId: true }),
  tgroup: holds(['colspec', 'thead', 'tbody'], { required: ['tbody'] }),
  colspec: empty,
  thead: holds(['row']),
  tbody: holds(['row']),
  row: holds(['entry']),
  entry: text([...INLINE, ...TEXT_BLOCKS, ...ADMONITIONS, 'mediaobject']),
}
