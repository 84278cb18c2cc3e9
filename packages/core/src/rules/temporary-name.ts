import { createHash, randomBytes } from 'node:crypto'

/**
 * A new name beside `name` for what becomes it: `.rittdoc-<hash of the name>-<random>.part`. Scans pass it over; it is
 * short, so that long names do not overflow; {@link isTemporaryNameOf} finds what an interrupted upload has left.
 * @param name a name without its folders
 * @param ending what the new name ends with; must itself end with `.part`. @default '.part'
 */
export function temporaryName(name: string, ending = '.part'): string {
  return `${prefixOf(name)}${randomBytes(9).toString('hex')}${ending}`
}

/** Whether a name was made by {@link temporaryName} for `name`, by whatever process. */
export function isTemporaryNameOf(candidate: string, name: string): boolean {
  return candidate.startsWith(prefixOf(name)) && candidate.endsWith('.part')
}

function prefixOf(name: string): string {
  return `.rittdoc-${createHash('sha256').update(name).digest('hex').slice(0, 16)}-`
}
