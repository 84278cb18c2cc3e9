import type { FlowDocument } from './flow.ts'
import type { TocEntry } from './navigation.ts'

/** An entry of the table of contents at its place in the book. */
export interface PlacedEntry {
  readonly title: string
  /** From 1. */
  readonly depth: number
  readonly hasChildren: boolean
  /** Index of the event before which it stands. */
  readonly at: number
}

/** The entries by document, in the order of their places, and those whose place the book lacks. */
export interface PlacedToc {
  readonly byPath: ReadonlyMap<string, readonly PlacedEntry[]>
  readonly lost: readonly TocEntry[]
  /** No entry stands under another. */
  readonly isFlat: boolean
}

/** Finds the place of every entry. One that only groups others stands where the first of them does. */
export function placeEntries(toc: readonly TocEntry[], documents: readonly FlowDocument[]): PlacedToc {
  const places = findPlaces(documents)
  const byPath = new Map<string, PlacedEntry[]>()
  const lost: TocEntry[] = []
  const visit = (entry: TocEntry, depth: number) => {
    const place = placeOf(entry, places)
    if (entry.title !== '' && place !== undefined) {
      const placed = { title: entry.title, depth, hasChildren: entry.children.length > 0, at: place.at }
      byPath.set(place.path, [...(byPath.get(place.path) ?? []), placed])
    } else if (entry.title !== '') lost.push(entry)
    for (const child of entry.children) visit(child, depth + 1)
  }
  for (const entry of toc) visit(entry, 1)
  for (const [path, entries] of byPath)
    byPath.set(
      path,
      entries.toSorted((a, b) => a.at - b.at),
    )
  return { byPath, lost, isFlat: toc.every((entry) => entry.children.length === 0) }
}

type Place = { readonly path: string; readonly at: number }

function findPlaces(documents: readonly FlowDocument[]): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const { path, events } of documents) {
    places.set(path, { path, at: 0 })
    events.forEach((event, at) => {
      if (event.kind === 'mark' && !places.has(event.anchor)) places.set(event.anchor, { path, at })
    })
  }
  return places
}

function placeOf(entry: TocEntry, places: ReadonlyMap<string, Place>): Place | undefined {
  if (entry.target !== undefined) {
    const file = entry.target.split('#')[0] ?? ''
    const place = places.get(entry.target) ?? places.get(file)
    if (place !== undefined) return place
  }
  for (const child of entry.children) {
    const place = placeOf(child, places)
    if (place !== undefined) return place
  }
  return undefined
}
