import type { ServerHostKeyAlgorithm } from 'ssh2'

/** Signature algorithms by type of key, best first. An RSA key signs with any of three (RFC 8332). */
const BY_TYPE: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
}

/**
 * The order in which a server is asked for its host keys: those that are known first, or it shows another of its keys
 * and looks like somebody else. Types that were shown already and refused are left out.
 */
export function hostKeyAlgorithms(
  knownTypes: readonly string[],
  refusedTypes: readonly string[],
): ServerHostKeyAlgorithm[] {
  const types = new Set([...knownTypes, ...Object.keys(BY_TYPE)])
  const known = [...types].filter((type) => Object.hasOwn(BY_TYPE, type) && !refusedTypes.includes(type))
  return known.flatMap((type) => BY_TYPE[type] ?? [])
}
