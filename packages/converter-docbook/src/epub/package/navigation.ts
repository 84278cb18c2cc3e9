import type { ConvertWarning } from '@rittdoc-batch/core'
import type { Landmark, Navigation, TocEntry } from '../../structure/navigation.ts'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { anchorOf } from '../href.ts'
import { readDocument } from '../read-document.ts'
import { readNav } from './nav.ts'
import { readNcx } from './ncx.ts'
import type { GuideReference, Opf } from './opf.ts'

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
  return {
    toc: toc.map((entry) => withStoredNames(archive, entry)),
    landmarks: landmarks.map((landmark) => ({ ...landmark, target: storedName(archive, landmark.target) })),
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

function withStoredNames(archive: EpubArchive, entry: TocEntry): TocEntry {
  const target = entry.target === undefined ? undefined : storedName(archive, entry.target)
  return { ...entry, target, children: entry.children.map((child) => withStoredNames(archive, child)) }
}

function storedName(archive: EpubArchive, target: string): string {
  const hash = target.indexOf('#')
  const path = hash < 0 ? target : target.slice(0, hash)
  return (archive.find(path) ?? archive.findByLastPart(path) ?? path) + (hash < 0 ? '' : target.slice(hash))
}
