import type { Played } from './play-all.ts'
import type { Death } from './play-story.ts'
import type { Wrong } from './traces/finding.ts'

/** One line of the table: what came of all deaths at one step of one kind of storage. */
export interface Row extends Record<Wrong, number> {
  readonly storage: string
  readonly step: string
  /** Stories whose first death is there. */
  readonly tried: number
  /** Lives that ended by themselves, because the point was not reached in that order of things. */
  readonly missed: number
}

/** Sums up stories by storage and step. */
export function tally(played: readonly Played[]): Row[] {
  const groups = new Map<string, Played[]>()
  for (const one of played) {
    const { place, deaths } = one.story
    const name = `${place.name}\t${stepOf(deaths[0])}`
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => toRow(name, group))
}

function toRow(name: string, group: readonly Played[]): Row {
  const [storage = '', step = ''] = name.split('\t')
  const count = (wrong: Wrong) =>
    group.filter(({ outcome }) => outcome.findings.some((finding) => finding.wrong === wrong)).length
  const missed = group.filter(({ story, outcome }) => outcome.kills < story.deaths.length).length
  const wrongs = { lost: count('lost'), doubled: count('doubled'), half: count('half'), leaked: count('leaked') }
  return { storage, step, tried: group.length, missed, ...wrongs }
}

function stepOf(death: Death | undefined): string {
  if (death === undefined) return ''
  if ('at' in death) return death.at.step
  return 'afterMs' in death ? 'any time' : `bytes ${death.direction}`
}
