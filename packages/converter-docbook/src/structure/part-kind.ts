import { isListOfBook } from './component-kind.ts'
import { inlineWords, textLength } from './inline-words.ts'
import type { OutlineNode } from './outline.ts'
import { titleWords } from './title-words.ts'

const PART_TITLE =
  /^(part|book|volume|vol|unit|teil|buch|band|partie|livre|tome|parte|libro|tomo|deel|del|część|часть|книга|том)( ([\divxlc]+|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|the .*|[a-z])( |$)|$)|^第.{1,4}[部編篇卷]|^제 ?\d+ ?부/
const CHAPTER_TITLE =
  /^(chapter|chap|kapitel|chapitre|capítulo|capitolo|hoofdstuk|глава|lesson|letter|scene|szene|canto)( |$)|^[\divxlc]+( |$)|^第.{1,5}[章回話课課]|^제 ?\d+ ?장/

/** A page of a part says little; a chapter that is split into files says much already in each. */
const PART_PAGE_TEXT = 1_500
const CHAPTER_TEXT = 6_000

const words = (node: OutlineNode) => titleWords(inlineWords(node.title))

/** Whether the source calls a piece a part. */
export const saysPart = (node: OutlineNode): boolean =>
  (node.types.includes('part') || node.types.includes('volume')) && !node.types.includes('chapter')

/** Whether a piece with others under it is a part over chapters rather than a chapter over sections. */
export function isPart(node: OutlineNode): boolean {
  const { children } = node
  if (children.length === 0) return false
  if (saysPart(node)) return true
  if (isListOfBook(node, words(node))) return false
  if (node.types.includes('chapter') || node.types.includes('appendix')) return false
  if (children.some((child) => child.types.includes('chapter'))) return true
  const title = words(node)
  if (CHAPTER_TITLE.test(title) && !PART_TITLE.test(title)) return false
  if (PART_TITLE.test(title)) return true
  if (children.some((child) => /^(chapter|kapitel|chapitre|capítulo|capitolo|глава) |^第.{1,5}章/.test(words(child))))
    return true
  return looksLikePart(node)
}

function looksLikePart(node: OutlineNode): boolean {
  const ownFiles = node.children.filter((child) => child.path !== node.path && child.isDocumentStart)
  if (ownFiles.length < node.children.length / 2 || ownFiles.length < 2) return false
  const length = ownFiles.reduce((sum, child) => sum + nodeLength(child), 0)
  return textLength(node.blocks, PART_PAGE_TEXT) < PART_PAGE_TEXT && length / ownFiles.length > CHAPTER_TEXT
}

const nodeLength = (node: OutlineNode): number =>
  textLength(node.blocks) + node.children.reduce((sum, child) => sum + nodeLength(child), 0)
