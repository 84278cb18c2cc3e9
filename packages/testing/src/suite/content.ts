import { createCipheriv, createHash } from 'node:crypto'

/** Bytes that look random and are always the same for one seed. */
export function content(sizeBytes: number, seed = 'seed'): Buffer {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(sizeBytes))
}

/** SHA-256 in lower-case hexadecimal digits. */
export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
