import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SftpStorageOptions } from '@rittdoc-batch/storage-sftp'
import type { Sshd } from '@rittdoc-batch/test-services'
import { describe, expect, test } from 'vitest'
import { fingerprintOf } from '../../src/host-key/fingerprint.ts'
import { loginTo, skipped, useSshd } from '../support/open-ssh.ts'
import { useStorage } from '../support/open-storage.ts'
import { tempDir } from '../support/temp-dir.ts'

const TYPES = ['ed25519', 'ecdsa', 'rsa'] as const

describe.skipIf(skipped !== undefined)('the host key', () => {
  const server = useSshd()
  const stranger = useSshd()

  test.each(TYPES)('is asked for in the type that known_hosts has: %s', async (type) => {
    const { sshd } = server
    await openWith({ knownHosts: `${nameOf(sshd)} ${sshd.hostKeys[type]} a comment` })
  })

  test.each(TYPES)('is accepted by its fingerprint, whichever of its keys the server shows first: %s', async (type) => {
    const hostKeyFingerprint = fingerprintOf(keyOf(server.sshd, type))
    await openWith({ knownHosts: undefined, hostKeyFingerprint })
    await openWith({ knownHosts: undefined, hostKeyFingerprint: `${hostKeyFingerprint.slice('SHA256:'.length)}=` })
  })

  test('is accepted where one of several known keys of one type is right', async () => {
    const { sshd } = server
    const keys = [stranger.sshd.hostKeys.ed25519, sshd.hostKeys.ed25519, stranger.sshd.hostKeys.rsa]
    await openWith({ knownHosts: keys.map((key) => `${nameOf(sshd)} ${key}\n`).join('') })
  })

  test('is accepted where another known key is right than the first that the server shows', async () => {
    const { sshd } = server
    const lines = [`${nameOf(sshd)} ${stranger.sshd.hostKeys.ed25519}`, `${nameOf(sshd)} ${sshd.hostKeys.rsa}`]
    await openWith({ knownHosts: lines.join('\n') })
  })

  test('is looked up in several files, of which some may be missing', async () => {
    const folder = await tempDir()
    const [missing, file] = [join(folder, 'missing'), join(folder, 'known_hosts')]
    await writeFile(file, server.sshd.knownHosts)
    await openWith({ knownHosts: undefined, knownHostsFiles: [missing, file] })
  })

  test('is refused as unknown with its fingerprint, the line that would trust it and where that was looked for', async () => {
    const { sshd } = server
    const missing = join(await tempDir(), 'missing')
    const error = await refusal({ knownHosts: undefined, knownHostsFiles: [missing] })
    expect(error).toMatchObject({ code: 'host_key', context: { reason: 'unknown_host_key' } })
    expect(error.message).toContain(fingerprintOf(keyOf(sshd, 'ed25519')))
    expect(error.message).toContain(`${nameOf(sshd)} ${sshd.hostKeys.ed25519}`)
    expect(error.message).toContain(`${missing} (not there)`)
    await openWith({ knownHosts: /line "([^"]*)"/.exec(error.message)?.[1] })
  })

  test('is refused as another one with both fingerprints when known_hosts has other keys', async () => {
    const { sshd } = server
    const error = await refusal({ knownHosts: `${nameOf(sshd)} ${stranger.sshd.hostKeys.ed25519}` })
    expect(error).toMatchObject({ code: 'host_key', context: { reason: 'mismatch' } })
    expect(error.message).toContain(fingerprintOf(keyOf(sshd, 'ed25519')))
    expect(error.message).toContain(fingerprintOf(keyOf(stranger.sshd, 'ed25519')))
  })

  test('is refused as another one when a different fingerprint is pinned', async () => {
    const hostKeyFingerprint = fingerprintOf(keyOf(stranger.sshd, 'rsa'))
    const error = await refusal({ knownHosts: undefined, hostKeyFingerprint })
    expect(error).toMatchObject({ code: 'host_key', context: { reason: 'mismatch' } })
    expect(error.message).toContain(hostKeyFingerprint)
  })

  test('is refused when it is revoked, known or not', async () => {
    const { sshd } = server
    const revoked = `@revoked * ${sshd.hostKeys.ed25519}\n`
    const error = await refusal({ knownHosts: `${revoked}${nameOf(sshd)} ${sshd.hostKeys.ed25519}` })
    expect(error).toMatchObject({ code: 'host_key', context: { reason: 'revoked' } })
  })

  test('is not vouched for by a certificate authority, which does no harm either', async () => {
    const { sshd } = server
    const authority = `@cert-authority * ${sshd.hostKeys.ed25519}\n`
    expect(await refusal({ knownHosts: authority })).toMatchObject({ context: { reason: 'unknown_host_key' } })
    await openWith({ knownHosts: `${authority}${sshd.knownHosts}` })
  })

  test('that stands under the bare name is accepted on another port, and another one there is no contradiction', async () => {
    const { sshd } = server
    await openWith({ knownHosts: `${sshd.host} ${sshd.hostKeys.rsa}` })
    const error = await refusal({ knownHosts: `${sshd.host} ${stranger.sshd.hostKeys.rsa}` })
    expect(error).toMatchObject({ context: { reason: 'unknown_host_key' } })
  })

  async function openWith(options: Partial<SftpStorageOptions>): Promise<void> {
    const storage = useStorage({ ...loginTo(server.sshd), ...options })
    await storage.open()
    await storage.close()
  }

  async function refusal(options: Partial<SftpStorageOptions>): Promise<Error> {
    return openWith(options).then(
      () => expect.unreachable('Expected the host key to be refused'),
      (error) => error,
    )
  }
})

function nameOf({ host, port }: Sshd): string {
  return `[${host}]:${port}`
}

function keyOf(sshd: Sshd, type: (typeof TYPES)[number]): Buffer {
  return Buffer.from(sshd.hostKeys[type].split(' ')[1] ?? '', 'base64')
}
