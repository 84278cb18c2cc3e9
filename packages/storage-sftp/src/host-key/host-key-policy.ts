import { StorageError } from '@rittdoc-batch/core'
import { fingerprintOf, keyTypeOf } from './fingerprint.ts'
import type { KnownKeys } from './known-hosts.ts'

/** What is known of the server's identity: one fingerprint, or what known_hosts says and where it stands. */
export type Trust = { readonly fingerprint: string } | { readonly keys: KnownKeys; readonly places: readonly string[] }

/** Which server is meant. */
export interface Server {
  readonly host: string
  readonly port: number
  /** `sftp://host:port`. */
  readonly id: string
}

/** A host key that was found good. */
export interface HostKey {
  /** In the words of known_hosts, for example `ssh-ed25519`. */
  readonly type: string
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string
  /** What it was compared with: `the pinned fingerprint`, or the known_hosts files. */
  readonly trustedBy: string
}

/** Judges the host keys that one server shows. */
export class HostKeyPolicy {
  readonly #server: Server
  readonly #trust: Trust
  /** The last key that was found good. */
  accepted: HostKey | undefined

  constructor(server: Server, trust: Trust) {
    this.#server = server
    this.#trust = trust
  }

  /** Types of the keys that are known, in the words of known_hosts: a server should be asked for these first. */
  get knownTypes(): readonly string[] {
    return 'keys' in this.#trust ? [...this.#trust.keys.trusted, ...this.#trust.keys.elsewhere].map(keyTypeOf) : []
  }

  /** Whether another key of the same server may still be right. */
  get mayHaveOtherKey(): boolean {
    return 'fingerprint' in this.#trust || this.#trust.keys.trusted.length > 0
  }

  /** @returns why this key is not accepted; undefined when it is */
  judge(key: Buffer): StorageError | undefined {
    const refusal = this.#judge(key)
    if (refusal !== undefined) return refusal
    const trustedBy = 'places' in this.#trust ? this.#trust.places.join(' and ') : 'the pinned fingerprint'
    this.accepted = { type: keyTypeOf(key), fingerprint: fingerprintOf(key), trustedBy }
    return undefined
  }

  #judge(key: Buffer): StorageError | undefined {
    const seen = fingerprintOf(key)
    if ('fingerprint' in this.#trust) {
      return this.#trust.fingerprint === seen ? undefined : this.#mismatch(key, this.#trust.fingerprint)
    }
    const { trusted, revoked, elsewhere } = this.#trust.keys
    const has = (keys: readonly Buffer[]) => keys.some((known) => known.equals(key))
    if (has(revoked)) return this.#refuse('revoked', `its host key ${this.#name(key)} is marked as revoked`)
    if (has(trusted) || has(elsewhere)) return undefined
    return trusted.length > 0 ? this.#mismatch(key, trusted.map(fingerprintOf).join(' or ')) : this.#unknown(key)
  }

  #mismatch(key: Buffer, expected: string): StorageError {
    const place = 'places' in this.#trust ? ` of ${this.#trust.places.join(' or ')}` : ''
    const text = `its host key is not the expected one: it shows ${this.#name(key)}, expected ${expected}. Somebody may be in between, or the server got a new key. Ask its operator; if it is right, ${'places' in this.#trust ? `replace the line${place} by "${this.#line(key)}"` : 'change the pinned fingerprint'}`
    return this.#refuse('mismatch', text)
  }

  #unknown(key: Buffer): StorageError {
    const places = 'places' in this.#trust ? this.#trust.places.join(' and ') : ''
    const text = `its host key is not known: it shows ${this.#name(key)}, and there is nothing for it in ${places}. Ask its operator for the fingerprint; if it is right, trust it by adding the line "${this.#line(key)}", or pin the fingerprint ${fingerprintOf(key)}`
    return this.#refuse('unknown_host_key', text)
  }

  #refuse(reason: string, text: string): StorageError {
    return new StorageError('host_key', `Could not connect to ${this.#server.id}: ${text}`, {
      reason,
      storage: this.#server.id,
    })
  }

  #name(key: Buffer): string {
    return `${keyTypeOf(key)} ${fingerprintOf(key)}`
  }

  #line(key: Buffer): string {
    const { host, port } = this.#server
    return `${port === 22 ? host : `[${host}]:${port}`} ${keyTypeOf(key)} ${key.toString('base64')}`
  }
}
