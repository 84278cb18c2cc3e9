import { chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService, type Sshd, startSshd, whyNoOpenSsh } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rittdocBatch, startRittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

// The documented automated mode, over SFTP, on a real OpenSSH server.

const why = await whyNoOpenSsh()
const skipped = why === undefined ? undefined : missingService('OpenSSH', why)

describe.skipIf(skipped !== undefined)('over SFTP', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  /** A folder with a configuration, and a tree of its own on the server with a book of each publisher. */
  async function makeWorld(name: string, more = '', change: object = {}) {
    const cwd = await tempDir()
    await mkdir(join(cwd, '.ssh'))
    await writeFile(join(cwd, '.ssh/known_hosts'), sshd.knownHosts)
    const { uid, gid } = await stat(sshd.uploads)
    const folders = ['', 'Acme', 'Bücher'].map((folder) => join(sshd.uploads, name, folder))
    for (const folder of folders) await mkdir(folder, { recursive: true })
    for (const book of ['Acme/one.epub', 'Bücher/zwei drei.epub']) {
      await writeSmallEpub(join(sshd.uploads, name, book))
      await chown(join(sshd.uploads, name, book), uid, gid)
    }
    for (const folder of folders) await chown(folder, uid, gid)
    const { port, username, password } = sshd
    const sftp = {
      enabled: true,
      host: '127.0.0.1',
      port,
      username,
      password,
      input_prefix: `/upload/${name}`,
      ...change,
    }
    await writeFile(join(cwd, 'config.yaml'), `mode: automated\nsftp: ${JSON.stringify(sftp)}\n${more}`)
    return { cwd, tree: join(sshd.uploads, name) }
  }
  const NOW = 'processing:\n  min_age_seconds: 0\n  max_retries: 0\n'

  test('--run-once converts the books of every publisher beside their input, once', async () => {
    const { cwd, tree } = await makeWorld('once', NOW)
    const { code, stdout } = await rittdocBatch(cwd, '--mode', 'automated', '--config', 'config.yaml', '--run-once')
    expect(stdout).toMatch(/2 completed, 0 failed/)
    expect(code).toBe(0)
    expect(await readdir(join(tree, 'Acme/Output XML'))).toEqual(['one.zip'])
    expect(await readdir(join(tree, 'Bücher/Output XML'))).toEqual(['zwei drei.zip'])
    expect(JSON.parse((await rittdocBatch(cwd, 'run', '--json')).stdout)).toMatchObject({ completed: 0 })
  })

  test('books that may still be uploading are told and left to a later run', async () => {
    const { cwd, tree } = await makeWorld('fresh')
    const { code, stdout } = await rittdocBatch(cwd, '--mode', 'automated', '--config', 'config.yaml', '--run-once')
    expect(stdout).toMatch(/^0 completed, 0 failed in .*\nMay still be uploading, left to a later run: 2$/m)
    expect(code).toBe(0)
    expect(await readdir(join(tree, 'Acme'))).toEqual(['one.epub'])
  })

  test('s3.use_sftp reaches the books over SFTP, and --schedule goes on until a signal', async () => {
    const { cwd, tree } = await makeWorld(
      'scheduled',
      `s3:\n  enabled: true\n  use_sftp: true\n  input_prefix: upload/scheduled\nscheduler:\n  run_on_startup: true\n${NOW}`,
    )
    const scheduled = startRittdocBatch(cwd, '--mode', 'automated', '--config', 'config.yaml', '--schedule')
    await scheduled.says(/run finished .*completed=2/)
    scheduled.kill('SIGINT')
    expect((await scheduled.ended).code).toBe(0)
    expect(await readdir(join(tree, 'Acme/Output XML'))).toEqual(['one.zip'])
  })

  test('books in over SFTP, packages out to a folder', async () => {
    const { cwd } = await makeWorld(
      'out',
      `local:\n  root: packages\noutput:\n  storage: local\n  prefix: done\n${NOW}`,
    )
    await mkdir(join(cwd, 'packages'))
    expect((await rittdocBatch(cwd, 'run')).code).toBe(0)
    expect(await readdir(join(cwd, 'packages/done/Acme/Output XML'))).toEqual(['one.zip'])
  })

  test.each([
    ['an unknown host key', { known_hosts: 'nowhere' }, /host key|SHA256:/],
    ['a wrong password', { password: 'wrong' }, /refused the login/],
    ['a closed port', { port: 1 }, /ECONNREFUSED/],
    ['a prefix that is not there', { input_prefix: '/upload/nowhere' }, /no such file or folder/],
  ])('%s is told and exit code 4, and costs no book an attempt', async (name, change, reason) => {
    const { cwd } = await makeWorld(`bad-${name.replaceAll(' ', '-')}`, NOW, change)
    const { code, stdout, stderr } = await rittdocBatch(cwd, 'run')
    expect(stdout + stderr).toMatch(reason)
    expect(stdout + stderr).not.toContain(sshd.password)
    expect(code).toBe(4)
    expect((await rittdocBatch(cwd, '--stats')).stdout).toMatch(/failed {6}: {5}0/)
  })
})
