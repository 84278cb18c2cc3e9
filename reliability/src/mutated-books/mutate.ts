import type { Random } from '../random.ts'

/** A way to damage bytes; each leaves what it was given as it is. */
type Damage = (bytes: Buffer, random: Random) => Buffer

/** What happens to files on their way: bits turn, tails and pieces are missing, pieces come twice or in another order. */
const DAMAGES: Readonly<Record<string, Damage>> = {
  flipped: (bytes, random) => {
    const copy = Buffer.from(bytes)
    for (let n = random.below(40); n >= 0; n--) {
      const at = random.below(copy.length)
      copy.writeUInt8(copy.readUInt8(at) ^ (1 << random.below(8)), at)
    }
    return copy
  },
  cut: (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  'without-a-piece': (bytes, random) => {
    const [start, end] = pieceOf(bytes, random)
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
  },
  'piece-twice': (bytes, random) => {
    const [start, end] = pieceOf(bytes, random)
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)])
  },
  'pieces-swapped': (bytes, random) => {
    const [a, b, c] = [0, 0, 0].map(() => random.below(bytes.length)).sort((x, y) => x - y)
    return Buffer.concat([bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(c)])
  },
  overwritten: (bytes, random) => {
    const copy = Buffer.from(bytes)
    const [start, end] = pieceOf(bytes, random)
    return copy.fill(random.below(256), start, end)
  },
  'other-number': (bytes, random) => replaceOne(bytes, random, NUMBER, () => String(random.pick(NUMBERS))),
  'other-name': (bytes, random) =>
    replaceOne(bytes, random, NAME, (found) => random.pick([...found].reverse()).repeat(found.length)),
}

const NUMBER = /\d+/g
const NUMBERS = [-1, 0, 1, 7, 255, 65_536, 2_147_483_648, 99_999_999_999]
/** Names of PDF, of XML elements and of attributes. */
const NAME = /(?<=[/<\s])[A-Za-z][A-Za-z:-]{2,}/g

/** Damages bytes in one to three ways. @returns what was done, for a file name, and what came of it */
export function mutate(bytes: Buffer, random: Random): { readonly name: string; readonly bytes: Buffer } {
  const ways = Array.from({ length: 1 + random.below(3) }, () => random.pick(Object.keys(DAMAGES)))
  const damaged = ways.reduce((left, way) => (left.length < 8 ? left : (DAMAGES[way]?.(left, random) ?? left)), bytes)
  return { name: ways.join('-'), bytes: damaged }
}

function pieceOf(bytes: Buffer, random: Random): [number, number] {
  const start = random.below(bytes.length)
  return [start, Math.min(bytes.length, start + 1 + random.below(Math.min(bytes.length, 20_000)))]
}

function replaceOne(bytes: Buffer, random: Random, what: RegExp, by: (found: string) => string): Buffer {
  const text = bytes.toString('latin1')
  const found = [...text.matchAll(what)]
  if (found.length === 0) return bytes
  const { 0: old, index } = random.pick(found)
  return Buffer.from(text.slice(0, index) + by(old) + text.slice(index + old.length), 'latin1')
}
