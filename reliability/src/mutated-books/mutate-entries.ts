import { type RawEntry, rawZip } from '../bad-books/raw-zip.ts'
import type { Random } from '../random.ts'
import { mutate } from './mutate.ts'

/** A sound zip again, in which files are damaged, missing, in another order, or hold what another one should. */
export function mutateEntries(
  entries: readonly RawEntry[],
  random: Random,
): { readonly name: string; readonly bytes: Buffer } {
  const way = random.pick(['damaged-files', 'swapped-files', 'missing-files', 'shuffled-files'] as const)
  return { name: way, bytes: rawZip(WAYS[way](entries, random)) }
}

const WAYS = {
  'damaged-files': (entries: readonly RawEntry[], random: Random) =>
    entries.map((entry) =>
      random.below(3) > 0 ? entry : { ...entry, data: mutate(Buffer.from(entry.data), random).bytes },
    ),
  'swapped-files': (entries: readonly RawEntry[], random: Random) => {
    const [a, b] = [random.below(entries.length), random.below(entries.length)]
    return entries.map((entry, i) => ({ ...entry, data: entries[i === a ? b : i === b ? a : i]?.data ?? '' }))
  },
  'missing-files': (entries: readonly RawEntry[], random: Random) => entries.filter(() => random.below(4) > 0),
  'shuffled-files': (entries: readonly RawEntry[], random: Random) => random.shuffled(entries),
} as const
