import { createHash } from 'node:crypto'

/** SHA-256 fingerprint of a public key as OpenSSH prints it: `SHA256:` and base64 without padding. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** A fingerprint as people write it, in the form of {@link fingerprintOf}; undefined when it is none. */
export function normaliseFingerprint(text: string): string | undefined {
  const digits = /^(?:SHA256:)?([A-Za-z0-9+/]{43})=?$/.exec(text.trim())?.[1]
  return digits === undefined ? undefined : `SHA256:${digits}`
}

/** The type that a public key in wire format names: `ssh-ed25519`, `ssh-rsa`, … */
export function keyTypeOf(key: Uint8Array): string {
  const bytes = Buffer.from(key)
  return bytes.length < 4 ? '' : bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString('latin1')
}
