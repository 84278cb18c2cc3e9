import type { Person } from '../../tree/book.ts'

/**
 * A name as first name and surname where that is safe: the sort form says `Surname, First`, or it is two plain words of
 * Latin script. Everything else stays whole in `surname`.
 */
export function readPerson(name: string, fileAs: string | undefined): Person {
  return bySortForm(name, fileAs) ?? byComma(name) ?? byTwoWords(name) ?? { surname: name }
}

/** `Doe, Jane` agrees with `Jane Doe`: both parts stand in the name, and nothing else. */
function bySortForm(name: string, fileAs: string | undefined): Person | undefined {
  const [surname, firstname, ...more] = (fileAs ?? '').split(',').map((part) => part.trim())
  if (!surname || !firstname || more.length > 0) return undefined
  if (name === `${firstname} ${surname}` || name === `${surname}, ${firstname}`) return { firstname, surname }
  return undefined
}

function byComma(name: string): Person | undefined {
  const match = name.match(/^(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?), (\p{Lu}[\p{L}.'’ -]*)$/u)
  const [, surname, firstname] = match ?? []
  if (!surname || !firstname || NOT_A_PERSON.test(name)) return undefined
  return { firstname, surname }
}

const LATIN_WORD = /^\p{Lu}(?=\p{Script=Latin})[\p{Script=Latin}'’-]*\p{Ll}$/u
const NOT_A_PERSON =
  /\b(team|group|press|project|inc|ltd|llc|gmbh|jr|sr|phd|md|university|society|foundation|association|committee|publishing|publishers|books|editors?|contributors|community|staff|various|unknown|anonymous|the|documentation|company|institute|consortium|corporation|organization|organisation|center|centre|commission|council|department|agency|bureau|office|network|alliance|library|museum|media|studios?|services?)\b/i

function byTwoWords(name: string): Person | undefined {
  const words = name.split(' ')
  const [firstname, surname] = words
  if (words.length !== 2 || !firstname || !surname || NOT_A_PERSON.test(name)) return undefined
  if (!LATIN_WORD.test(surname) || !(LATIN_WORD.test(firstname) || /^(\p{Lu}\.)+$/u.test(firstname))) return undefined
  return { firstname, surname }
}
