import { createHmac } from 'node:crypto'

/** A line of a known_hosts file. */
export interface KnownHost {
  readonly marker: 'trusted' | 'revoked' | 'cert-authority'
  /** Host patterns as they stand there: names with wildcards and negations, or one hashed name. */
  readonly patterns: readonly string[]
  /** The public key in wire format. */
  readonly key: Buffer
}

const MARKERS: Readonly<Record<string, KnownHost['marker']>> = {
  '@revoked': 'revoked',
  '@cert-authority': 'cert-authority',
}

/** Reads the format of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". Lines that are none are passed over, as ssh does. */
export function parseKnownHosts(text: string): KnownHost[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const words = line.trim().split(/\s+/)
    const marker = words[0]?.startsWith('@') ? MARKERS[words.shift() ?? ''] : 'trusted'
    const [hosts, type, base64] = words
    if (marker === undefined || hosts === undefined || hosts.startsWith('#') || type === undefined) return []
    const key = Buffer.from(base64 ?? '', 'base64')
    return key.length === 0 ? [] : [{ marker, patterns: hosts.split(','), key }]
  })
}

/** What known_hosts files know of a server. */
export interface KnownKeys {
  readonly trusted: readonly Buffer[]
  readonly revoked: readonly Buffer[]
  /**
   * Keys that stand under the bare host name while the server has a port of its own: as good when one of them is
   * shown, but another key on another port is no contradiction.
   */
  readonly elsewhere: readonly Buffer[]
}

/** Keys of a server, by the name that clients know it by. */
export function findKnownKeys(lines: readonly KnownHost[], host: string, port: number): KnownKeys {
  const bare = host.toLowerCase()
  const name = port === 22 ? bare : `[${bare}]:${port}`
  const keys = (marker: KnownHost['marker'], wanted: string) =>
    lines.filter((line) => line.marker === marker && matchesHost(line.patterns, wanted)).map(({ key }) => key)
  const trusted = keys('trusted', name)
  return {
    trusted,
    revoked: [...keys('revoked', name), ...keys('revoked', bare)],
    elsewhere: port === 22 || trusted.length > 0 ? [] : keys('trusted', bare),
  }
}

function matchesHost(patterns: readonly string[], name: string): boolean {
  const isMatch = (pattern: string) => matchesPattern(pattern, name)
  const negated = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  return !negated.some(isMatch) && patterns.some((pattern) => !pattern.startsWith('!') && isMatch(pattern))
}

function matchesPattern(pattern: string, name: string): boolean {
  if (pattern.startsWith('|1|')) return matchesHash(pattern, name)
  return matchesWildcards(pattern.toLowerCase(), name)
}

/** By hand: as a regular expression, many stars take for ever. */
function matchesWildcards(pattern: string, name: string): boolean {
  let [p, n, star, afterStar] = [0, 0, -1, 0]
  while (n < name.length) {
    if (pattern[p] === '*') [star, afterStar] = [p++, n]
    else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) [p, n] = [p + 1, n + 1]
    else if (star === -1) return false
    else [p, n] = [star + 1, ++afterStar]
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** `|1|salt|hash`, both base64: the HMAC-SHA1 of the name with the salt as its key. */
function matchesHash(pattern: string, name: string): boolean {
  const [salt, hash] = pattern.split('|').slice(2)
  if (salt === undefined || hash === undefined) return false
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash
}
