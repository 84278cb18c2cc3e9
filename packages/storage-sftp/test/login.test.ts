import { join } from 'node:path'
import type { SftpStorageOptions } from '@rittdoc-batch/storage-sftp'
import { describe, expect, test } from 'vitest'
import { loginTo, skipped, useSshd } from './support/open-ssh.ts'
import { useStorage } from './support/open-storage.ts'
import { tempDir } from './support/temp-dir.ts'

describe.skipIf(skipped !== undefined)('a login', () => {
  const server = useSshd()

  test('by password is taken', () => openWith({}))

  test('by private key is taken', () => openWith({ password: undefined, ...server.sshd.keys.plain }))

  test('by private key with passphrase is taken', () =>
    openWith({ password: undefined, ...server.sshd.keys.encrypted }))

  test('by a key of an agent is taken', async () => {
    await openWith({ password: undefined, agent: await server.sshd.startAgent() })
  })

  test('goes on with the password when the key is not taken', () => openWith(server.sshd.keys.stranger))

  test.each([
    ['a wrong password', () => ({ password: 'wrong' })],
    ['a key that the server does not know', () => ({ password: undefined, ...server.sshd.keys.stranger })],
    ['an unknown user', () => ({ username: 'nobody-we-know' })],
  ])('with %s is denied, and no secret is told', async (_what, options) => {
    const error = await openWith(options()).catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'StorageError', code: 'denied', message: expect.stringContaining('login') })
    expect(error.message).not.toMatch(/wrong|nobody-we-know|a password for tests/)
  })

  test('by an agent that is not there is denied', async () => {
    const agent = join(await tempDir(), 'no-agent')
    await expect(openWith({ password: undefined, agent })).rejects.toMatchObject({ code: 'denied' })
  })

  async function openWith(options: Partial<SftpStorageOptions>): Promise<void> {
    await useStorage({ ...loginTo(server.sshd), ...options }).open()
  }
})

describe.skipIf(skipped !== undefined)('a server that asks for the password interactively', () => {
  const server = useSshd({ config: ['UsePAM yes', 'KbdInteractiveAuthentication yes', 'PasswordAuthentication no'] })

  test('gets it', () => useStorage(loginTo(server.sshd)).open())

  test('denies a wrong one', async () => {
    const storage = useStorage({ ...loginTo(server.sshd), password: 'wrong' })
    await expect(storage.open()).rejects.toMatchObject({ code: 'denied' })
  })
})

describe.skipIf(skipped !== undefined)('what has expired is told', () => {
  const KEYBOARD = ['UsePAM yes', 'KbdInteractiveAuthentication yes', 'PasswordAuthentication no']
  const password = useSshd({ expired: 'password' })
  const passwordByKeyboard = useSshd({ expired: 'password', config: KEYBOARD })
  const account = useSshd({ expired: 'account' })
  const accountByPam = useSshd({ expired: 'account', config: ['UsePAM yes'] })

  test.each([
    ['a password', password, 'unavailable', /ended the session at once .* password may have expired/],
    ['a password, asked for interactively', passwordByKeyboard, 'denied', /password has expired\. Set another one/],
    ['an account', account, 'denied', /refused the login/],
    [
      'an account, by PAM',
      accountByPam,
      'unavailable',
      /ended the connection at the login\. The account may have expired/,
    ],
  ])('%s', async (_what, server, code, message) => {
    const error = await useStorage(loginTo(server.sshd))
      .open()
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  test('and the server is asked once, because it counts failures', async () => {
    await useStorage(loginTo(accountByPam.sshd))
      .open()
      .catch(() => {})
    const refused = (await accountByPam.sshd.log()).match(/Access denied for user/g) ?? []
    expect(refused.length).toBeLessThanOrEqual(2) // one by the test before
  })
})
