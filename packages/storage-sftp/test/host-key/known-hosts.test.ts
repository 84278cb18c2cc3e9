import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprintOf, keyTypeOf } from '../../src/host-key/fingerprint.ts'
import { hostKeyAlgorithms } from '../../src/host-key/key-algorithms.ts'
import { findKnownKeys, parseKnownHosts } from '../../src/host-key/known-hosts.ts'

const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAILNTAGmDCzuQ1EFPFeDok4uto0yDXGtN4ZBFg0tm/Jqn'

/** Made by `ssh-keygen -H` from `[sftp.example.com]:2222` and `plain.example.com`. */
const HASHED = `|1|E8rSGEGwXxXECtCI8D58tyUNQAc=|uybSzeXNnxqn96/bGHDu5uJhyAY= ssh-ed25519 ${KEY}
|1|4noFf/N8iz9i2uQSWAc0ZS8lvQQ=|WYgkzNn8EB7D9zy6p4VEVzu5CoU= ssh-ed25519 ${KEY}
`

test('a hashed name is found, with its port', () => {
  expect(trusted(HASHED, 'sftp.example.com', 2222)).toBe(1)
  expect(trusted(HASHED, 'SFTP.Example.com', 2222)).toBe(1)
  expect(trusted(HASHED, 'sftp.example.com', 22)).toBe(0)
  expect(trusted(HASHED, 'plain.example.com', 22)).toBe(1)
  expect(trusted(HASHED, 'other.example.com', 22)).toBe(0)
})

test.each([
  ['a.example.com', 'a.example.com', 22, 1],
  ['a.example.com,10.0.0.1', '10.0.0.1', 22, 1],
  ['*.example.com', 'a.example.com', 22, 1],
  ['*.example.com', 'example.com', 22, 0],
  ['host?', 'host1', 22, 1],
  ['host?', 'host12', 22, 0],
  ['*.example.com,!bad.example.com', 'bad.example.com', 22, 0],
  ['*.example.com,!bad.example.com', 'good.example.com', 22, 1],
  ['[a.example.com]:2222', 'a.example.com', 2222, 1],
  ['[a.example.com]:2222', 'a.example.com', 22, 0],
  ['[*.example.com]:2222', 'a.example.com', 2222, 1],
  ['a.b', 'aXb', 22, 0],
  ['A.Example.COM', 'a.example.com', 22, 1],
  ['::1', '::1', 22, 1],
  ['[::1]:2222', '::1', 2222, 1],
])('the pattern %s and the server %s on port %i: %i', (pattern, host, port, found) => {
  expect(trusted(`${pattern} ssh-ed25519 ${KEY}`, host, port)).toBe(found)
})

test('comments, blank lines, tabs, line ends of Windows and lines that are none do no harm', () => {
  const text = `# a comment\r\n\r\n  \t\nbroken\nalso broken\nhost ssh-ed25519\n@odd host ssh-ed25519 ${KEY}\n\thost\tssh-ed25519  ${KEY} me@here\r\n`
  expect(parseKnownHosts(text)).toHaveLength(1)
  expect(trusted(text, 'host', 22)).toBe(1)
})

test('a pattern of many stars is decided at once', () => {
  const started = performance.now()
  expect(trusted(`${'*a'.repeat(40)}*b ssh-ed25519 ${KEY}`, 'a'.repeat(200), 22)).toBe(0)
  expect(trusted(`${'*a'.repeat(40)}* ssh-ed25519 ${KEY}`, 'a'.repeat(200), 22)).toBe(1)
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('whatever stands in the file is read, and no key of it ends the talk about algorithms', () => {
  const word = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('|1|', '@revoked', '*', '!*', 'host', KEY, ','))
  const line = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const keys = findKnownKeys(parseKnownHosts(lines.join('\n')), 'host', 2222)
      hostKeyAlgorithms([...keys.trusted, ...keys.elsewhere, ...keys.revoked].map(keyTypeOf), [])
    }),
    { numRuns: Number(process.env.RITTDOC_FUZZ ?? 200), seed: Number(process.env.RITTDOC_SEED ?? 1) },
  )
  expect(hostKeyAlgorithms(['constructor', 'ssh-rsa'], [])[0]).toBe('rsa-sha2-512')
})

test('the fingerprint and the type are those that ssh-keygen prints', () => {
  const key = Buffer.from(KEY, 'base64')
  expect(fingerprintOf(key)).toBe('SHA256:CIsRyF9+sAhzyrSgGR/R0pHHtTp2WzqJ8IWdK0k57/o')
  expect(keyTypeOf(key)).toBe('ssh-ed25519')
})

function trusted(text: string, host: string, port: number): number {
  return findKnownKeys(parseKnownHosts(text), host, port).trusted.length
}
