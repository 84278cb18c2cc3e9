import { chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService, type Sshd, startFaultProxy, startSshd, whyNoOpenSsh } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { rittdocBatch, startRittdocBatch, tempDir } from '../support/run-command.ts'

const why = await whyNoOpenSsh()
const skipped = why === undefined ? undefined : missingService('OpenSSH', why)

describe.skipIf(skipped !== undefined)('doctor over SFTP', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  /** A publisher's folder on the server, and a configuration for it that trusts the server on this port. */
  async function makeWorld(name: string, change: object = {}, port = sshd.port) {
    const [cwd, tree] = [await tempDir(), join(sshd.uploads, name)]
    await mkdir(join(cwd, '.ssh'))
    await writeFile(join(cwd, '.ssh/known_hosts'), sshd.knownHosts.replaceAll(`:${sshd.port} `, `:${port} `))
    await mkdir(join(tree, 'Acme'), { recursive: true })
    const { uid, gid } = await stat(sshd.uploads)
    for (const folder of [tree, join(tree, 'Acme')]) await chown(folder, uid, gid)
    const { username, password } = sshd
    const login = { enabled: true, host: '127.0.0.1', port, username, password }
    const sftp = { ...login, input_prefix: `upload/${name}`, ...change }
    await writeFile(join(cwd, 'config.yaml'), JSON.stringify({ mode: 'automated', sftp }))
    return { cwd, tree }
  }

  test('a good server passes every check, its host key is shown, and nothing is left', async () => {
    const { cwd, tree } = await makeWorld('good')
    const { code, stdout } = await rittdocBatch(cwd, 'doctor')
    expect(stdout).not.toMatch(/WARN|FAIL/)
    expect(stdout).toMatch(/pass {2}host key {8}ssh-ed25519 SHA256:\S+, as in ~\/\.ssh\/known_hosts\n/)
    expect(stdout).toMatch(/pass {2}remove .*\npass {2}clock/)
    expect(code).toBe(0)
    expect(await readdir(tree, { recursive: true })).toEqual(['Acme'])
  })

  test('an unknown host key is told with its fingerprint and the line that trusts it', async () => {
    const { cwd } = await makeWorld('unknown', { known_hosts: 'nowhere' })
    const { code, stdout } = await rittdocBatch(cwd, 'doctor')
    expect(stdout).toMatch(/FAIL {2}connection .*SHA256:\S+, .*adding the line "\[127\.0\.0\.1\]:\d+ ssh-ed25519/)
    expect(stdout).not.toMatch(/host key {8}/)
    expect(code).toBe(4)
  })

  test('a wrong password is told with the cure, after a host key that is good', async () => {
    const { cwd } = await makeWorld('password', { password: 'wrong' })
    const { code, stdout } = await rittdocBatch(cwd, 'doctor')
    expect(stdout).toMatch(/FAIL {2}connection .*refused the login\. Correct username, password or key/)
    expect(stdout).toMatch(/pass {2}host key/)
    expect(code).toBe(4)
  })

  test('a folder that may be read and not written is told at the put', async () => {
    const { cwd, tree } = await makeWorld('read-only')
    await chown(join(tree, 'Acme'), 0, 0)
    const { code, stdout } = await rittdocBatch(cwd, 'doctor')
    expect(stdout).toMatch(/pass {2}books .*\n(.*\n)?FAIL {2}put .*the rights of this user do not allow it/)
    expect(code).toBe(4)
  })

  test('a server that falls silent shows where, and a signal ends the wait with nothing left', async () => {
    const proxy = await startFaultProxy({ port: sshd.port })
    onTestFinished(() => proxy.close())
    const { cwd, tree } = await makeWorld('silent', {}, proxy.port)
    await proxy.set({ kind: 'stall', afterBytes: 70_000, direction: 'toServer' })
    const started = startRittdocBatch(cwd, 'doctor')
    await started.says(/waiting for replace, up to 30 s/)
    await proxy.set({ kind: 'none' })
    started.kill('SIGTERM')
    const { code, stdout } = await started.ended
    expect(stdout).toMatch(/FAIL {2}replace {9}Stopped by a signal/)
    expect(code).toBe(4)
    expect(await readdir(tree, { recursive: true })).toEqual(['Acme'])
  })
})
