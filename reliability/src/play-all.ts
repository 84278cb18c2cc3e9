import type { Death, Outcome, Story } from './play-story.ts'
import { playStory } from './play-story.ts'

/** Stories at the same time; each is a process and its converters. */
const AT_ONCE = 2

/** A story with what became of it. */
export interface Played {
  readonly story: Story
  readonly outcome: Outcome
}

/** Plays stories, some at the same time. `tell` gets each when it is over. */
export async function playAll(stories: readonly Story[], tell: (played: Played) => void = () => {}): Promise<Played[]> {
  const played: Played[] = []
  const rest = [...stories]
  const work = async () => {
    for (let story = rest.shift(); story !== undefined; story = rest.shift()) {
      const one = { story, outcome: await playStory(story) }
      played.push(one)
      tell(one)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return played
}

/** A story in one line, for those who want to play it again. */
export function describeStory({ place, world, deaths }: Story): string {
  return `${place.name}, ${world.converter}, dies ${deaths.map(describeDeath).join(', then ')}`
}

function describeDeath(death: Death): string {
  if ('at' in death) return `${death.at.edge} ${death.at.step} #${death.at.ordinal}`
  if ('afterMs' in death) return `after ${death.afterMs} ms`
  return `after ${death.afterBytes} bytes ${death.direction}`
}
