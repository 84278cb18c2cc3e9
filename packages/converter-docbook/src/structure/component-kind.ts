import type { ComponentKind } from '../tree/book.ts'
import type { OutlineNode } from './outline.ts'

const PREFACES =
  'preface foreword introduction prologue cover titlepage title-page halftitlepage halftitle copyright-page copyright acknowledgments acknowledgements contributors other-credits credits colophon imprint imprimatur seriespage abstract epigraph frontispiece toc loi lot loa lov toc-brief about-author keywords revision-history'

const KINDS: ReadonlyMap<string, ComponentKind> = new Map<string, ComponentKind>([
  ...PREFACES.split(' ').map((type): [string, ComponentKind] => [type, 'preface']),
  ['dedication', 'dedication'],
  ['appendix', 'appendix'],
  ['glossary', 'glossary'],
  ['bibliography', 'bibliography'],
  ['index', 'index'],
  ['chapter', 'chapter'],
  ['afterword', 'chapter'],
  ['epilogue', 'chapter'],
  ['conclusion', 'chapter'],
  ['endnotes', 'chapter'],
  ['rearnotes', 'chapter'],
  ['footnotes', 'chapter'],
])

const INDEX =
  /^((subject |author |name |general )?index|index of (names|subjects|terms)|stichwortverzeichnis|sachverzeichnis|sachregister|personenregister|índice (analítico|alfabético)|indice analitico|索引|찾아보기)$/

/** Titles that say what a piece is, for books that say it in no other way. */
const TITLES: ReadonlyArray<readonly [RegExp, ComponentKind, string]> = [
  [/^(cover|front cover|couverture|titelbild|portada|copertina)$/, 'preface', 'cover'],
  [/^(title ?page|titelseite|page de titre)$/, 'preface', 'titlepage'],
  [
    /^(copyright|copyright page|copyright notice|imprint|impressum|legal notice|legal notices)$/,
    'preface',
    'copyright-page',
  ],
  [
    /^((table of )?contents|inhalt|inhaltsverzeichnis|table des matières|índice general|sommaire|목차|目次|目录)$/,
    'preface',
    'toc',
  ],
  [
    /^(the )?(original )?(authors?|editors?|translators?|publishers?|transcribers?|producers?) (s )?(notes?|preface|foreword)( |$)/,
    'preface',
    'preface',
  ],
  [
    /^((a )?(notes?|word) (from|by) the (authors?|editors?|translators?|publishers?)|(a )?notes? (on the (text|translation)|to the readers?)|to the reader)$/,
    'preface',
    'preface',
  ],
  [
    /^(vorbemerkung|anmerkung des autors|note de l (auteur|éditeur)|avertissement|nota del autor|nota dell autore)( |$)/,
    'preface',
    'preface',
  ],
  [/^(preface|vorwort|préface|prefacio|prefazione|はじめに|まえがき|前言|序|序言|머리말)( |$)/, 'preface', 'preface'],
  [/^(foreword|geleitwort|avant propos)( |$)/, 'preface', 'foreword'],
  [/^(acknowledge?ments|danksagung|remerciements)$/, 'preface', 'acknowledgments'],
  [
    /^(about the authors?|about this book|colophon|contributors|((text|picture|photo|photograph|image|illustration) )?credits)$/,
    'preface',
    'other-credits',
  ],
  [/^(dedication|widmung|dédicace|dedicatoria)$/, 'dedication', 'dedication'],
  [/^(appendix|appendices|anhang|annexe?|apéndice|appendice|附录|付録|부록)( |$)/, 'appendix', 'appendix'],
  [/^(glossary|glossar|glossaire|glosario|用語集|용어집|术语表)( |$)/, 'glossary', 'glossary'],
  [
    /^(bibliography|references|works cited|literaturverzeichnis|bibliographie|bibliografía|参考文献|참고문헌)$/,
    'bibliography',
    'bibliography',
  ],
  [/^(notes|end ?notes|anmerkungen|notas)$/, 'chapter', 'endnotes'],
  [INDEX, 'index', 'index'],
]

/** What a piece is and what the source calls it. */
export interface Naming {
  readonly kind: ComponentKind
  readonly role?: string | undefined
}

/** Whether a title is that of an index. @param words lower case */
export const isIndexTitle = (words: string): boolean => INDEX.test(words)

/** Whether a type names a kind of component. */
export const isComponentType = (type: string): boolean => KINDS.has(type)

/** Decides by type, else by title, else by the division of the book. @param words of the title, lower case */
export function nameComponent(node: OutlineNode, words: string): Naming {
  const type = node.types.findLast((one) => KINDS.has(one))
  if (type !== undefined) {
    const kind = KINDS.get(type) ?? 'chapter'
    const isInBody = node.matter === 'body' && (type === 'introduction' || type === 'epigraph')
    return isInBody ? { kind: 'chapter', role: type } : { kind, role: kind === type ? undefined : type }
  }
  const title = TITLES.find(([pattern]) => pattern.test(words))
  if (title !== undefined) return { kind: title[1], role: title[1] === title[2] ? undefined : title[2] }
  if (node.matter === 'front') return { kind: 'preface' }
  return { kind: 'chapter' }
}

const LISTS = /^(bibliography|glossary|index)$/
const LIST_ROLES = /^(other-credits|credits|contributors|endnotes|rearnotes|footnotes)$/

/** Whether a piece is a list at the end of a book, which may go chapter by chapter: works, words, credits, notes. */
export function isListOfBook(node: OutlineNode, words: string): boolean {
  const { kind, role = '' } = nameComponent(node, words)
  return LISTS.test(kind) || LIST_ROLES.test(role)
}
