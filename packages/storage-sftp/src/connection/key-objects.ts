import { createSecretKey } from 'node:crypto'
import type SftpClient from 'ssh2-sftp-client'

/** The insides of a connection of ssh2 that ciphers with AES-GCM by way of Node. */
interface Insides {
  readonly client?: {
    readonly _protocol?: {
      readonly _cipher?: { _encKey?: unknown }
      readonly _decipher?: {
        readonly _decipherSSLName?: string
        _decipherKey?: unknown
        /** Bytes that have come of the length of a packet: 0 between packets. */
        readonly _lenBytes?: number
      }
    }
  }
}

/**
 * Makes objects of the keys that ssh2 keeps as bytes: it begins a cipher for every packet, and Node 24 takes bytes for a
 * key only after two errors thrown and caught, 16 µs each time, which is a seventh of a large download. A connection
 * whose insides are others (another cipher, the native part of ssh2, a newer ssh2) is left as it is.
 * @returns whether what comes next is a packet of AES-GCM, and packets are deciphered into memory of their own
 */
export function useKeyObjects(client: SftpClient): boolean {
  const { _cipher: cipher, _decipher: decipher } = (client as Insides).client?._protocol ?? {}
  if (Buffer.isBuffer(cipher?._encKey)) cipher._encKey = createSecretKey(cipher._encKey)
  if (!Buffer.isBuffer(decipher?._decipherKey)) return false
  decipher._decipherKey = createSecretKey(decipher._decipherKey)
  return decipher._decipherSSLName?.endsWith('-gcm') === true && decipher._lenBytes === 0
}
