import type { ConvertWarning } from '@rittdoc-batch/core'
import type { Landmark, Navigation, TocEntry } from '../../structure/navigation.ts'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { anchorOf } from '../href.ts'
import { readDocument } from '../read-document.ts'
import { readNav } from './nav.ts'
import { readNcx } from './ncx.ts'
import type { GuideReference, Opf, SpineItem } from './opf.ts'

/** The table of contents and the landmarks: of ePub 3 where there is one, else of ePub 2. Targets name files as in the zip. */
export async function readNavigation(
  archive: EpubArchive,
  opf: Opf,
  warn: (warning: ConvertWarning) => void,
): Promise<Navigation> {
  const [navPath, ncxPath] = [opf.nav, opf.ncx].map((path) => (path === undefined ? undefined : archive.find(path)))
  const nav = navPath === undefined ? undefined : readNav(await readDocument(archive, navPath, warn), navPath)
  let toc = nav?.toc ?? []
  if (toc.length === 0 && ncxPath !== undefined) toc = readNcx(await readDocument(archive, ncxPath, warn), ncxPath)
  if (toc.length === 0)
    warn({ code: 'toc_missing', message: 'The book has no table of contents; headings alone decide.', place: opf.path })
  const landmarks = [...(nav?.landmarks ?? []), ...opf.guide.map(asLandmark)]
  const find = (path: string) => archive.find(path) ?? archive.findByLastPart(path) ?? findInOrder(opf.spine, path)
  return {
    toc: toc.map((entry) => withStoredNames(entry, find)),
    landmarks: landmarks.map((landmark) => ({ ...landmark, target: storedName(landmark.target, find) })),
  }
}

/** Guide types of ePub 2 that have another name today. */
const GUIDE_TYPES: Readonly<Record<string, string>> = {
  'title-page': 'titlepage',
  text: 'bodymatter',
  start: 'bodymatter',
  notes: 'endnotes',
  'cover-image': 'cover',
}

function asLandmark({ type, title, path, fragment }: GuideReference): Landmark {
  return { types: [GUIDE_TYPES[type] ?? type], title, target: anchorOf(path, fragment) }
}

type Find = (path: string) => string | undefined

/** The only page of the reading order proper with the last part of this name, where auxiliary ones have it, too. */
function findInOrder(spine: readonly SpineItem[], name: string): string | undefined {
  const last = `/${name.slice(name.lastIndexOf('/') + 1)}`
  const [only, ...others] = spine.filter(({ path, isAuxiliary }) => !isAuxiliary && `/${path}`.endsWith(last))
  return others.length > 0 ? undefined : only?.path
}

function withStoredNames(entry: TocEntry, find: Find): TocEntry {
  const target = entry.target === undefined ? undefined : storedName(entry.target, find)
  return { ...entry, target, children: entry.children.map((child) => withStoredNames(child, find)) }
}

function storedName(target: string, find: Find): string {
  const hash = target.indexOf('#')
  const path = hash < 0 ? target : target.slice(0, hash)
  return (find(path) ?? path) + (hash < 0 ? '' : target.slice(hash))
}
