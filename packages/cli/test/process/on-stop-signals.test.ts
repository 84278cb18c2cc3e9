import { execFile } from 'node:child_process'
import { chown, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { FileRegistry } from '@rittdoc-batch/registry'
import {
  type FaultProxy,
  missingService,
  type Sshd,
  startFaultProxy,
  startSshd,
  whyNoOpenSsh,
} from '@rittdoc-batch/test-services'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Started, startProgram, startRittdocBatch, tempDir } from '../support/run-command.ts'

const why = await whyNoOpenSsh()
const skipped = why === undefined ? undefined : missingService('OpenSSH', why)

const HANGING = fileURLToPath(new URL('../support/hanging-program.ts', import.meta.url))

/** What the process may take to end beyond the time that it was given, on a machine that is busy with other tests. */
const END_MS = 15_000

describe.skipIf(skipped !== undefined)('with a storage that hangs', { timeout: 90_000 }, () => {
  let sshd: Sshd
  let proxy: FaultProxy
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    proxy = await startFaultProxy({ port: sshd.port })
  })
  afterEach(() => proxy.close())

  /** A publisher with a book that takes more bytes than the proxy lets through. */
  async function makeWorld(name: string, graceSeconds: number) {
    const [cwd, folder] = [await tempDir(), join(sshd.uploads, name, 'Acme')]
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'book.epub'), Buffer.alloc(8_000_000))
    const { uid, gid } = await stat(sshd.uploads)
    for (const path of [join(sshd.uploads, name), folder]) await chown(path, uid, gid)
    await writeFile(join(cwd, 'known_hosts'), sshd.knownHosts.replaceAll(`:${sshd.port} `, `:${proxy.port} `))
    const { username, password } = sshd
    const login = { host: '127.0.0.1', port: proxy.port, username, password, known_hosts: 'known_hosts' }
    const config = {
      sftp: { enabled: true, ...login, input_prefix: `upload/${name}` },
      processing: { min_age_seconds: 0, shutdown_grace_seconds: graceSeconds },
      scheduler: { run_on_startup: true },
    }
    await writeFile(join(cwd, 'config.yaml'), JSON.stringify(config))
    return cwd
  }

  /** Starts a command whose download hangs. */
  async function startHanging(cwd: string, command: string): Promise<Started> {
    await proxy.set({ kind: 'stall', afterBytes: 3_000_000, direction: 'toClient' })
    const started = startRittdocBatch(cwd, command)
    await started.says(/started publisher=Acme/)
    return started
  }

  test.each(['run', 'schedule'])(
    'the second signal ends %s, and the file is given back at no cost',
    async (command) => {
      const cwd = await makeWorld(`second-${command}`, 3_600)
      const started = await startHanging(cwd, command)
      started.kill('SIGTERM')
      await started.says(/SIGTERM: running files may finish within 3600 s/)
      started.kill('SIGTERM')
      const at = performance.now()
      expect((await started.ended).code).toBe(0)
      expect(performance.now() - at).toBeLessThan(END_MS)
      expect(await stateOf(cwd)).toEqual({ status: 'pending', retryCount: 0, outcomes: ['released'] })
    },
  )

  test('after the first signal it ends with the grace time, and the file is given back at no cost', async () => {
    const cwd = await makeWorld('first', 1)
    const started = await startHanging(cwd, 'run')
    started.kill('SIGINT')
    const at = performance.now()
    expect((await started.ended).code).toBe(0)
    expect(performance.now() - at).toBeLessThan(1_000 + END_MS)
    expect(await stateOf(cwd)).toEqual({ status: 'pending', retryCount: 0, outcomes: ['released'] })
  })

  test('a signal ends a connection that is still being made', async () => {
    const cwd = await makeWorld('connecting', 3_600)
    await proxy.set({ kind: 'stall' })
    const started = startRittdocBatch(cwd, 'run')
    while (proxy.accepted === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    started.kill('SIGTERM')
    const at = performance.now()
    const { code, stderr } = await started.ended
    expect(performance.now() - at).toBeLessThan(END_MS)
    expect(stderr).toMatch(/ended by the caller/)
    expect(code).toBe(0)
  })
})

describe('a program that does not end', () => {
  test('is ended ten seconds after the second signal', async () => {
    const started = startProgram(HANGING)
    await started.says(/hanging/)
    started.kill('SIGTERM')
    await started.says(/SIGTERM: running files may finish/)
    started.kill('SIGTERM')
    const { code, stderr } = await started.ended
    expect(stderr).toMatch(/SIGTERM: stopping now\n.*something hangs and is not waited for/)
    expect(code).toBe(1)
  })

  test('is ended at once by the third, even when a call of the file system hangs', async () => {
    const pipe = join(await tempDir(), 'pipe')
    await promisify(execFile)('mkfifo', [pipe]) // opening it waits for a reader, which never comes
    const started = startProgram(HANGING, pipe)
    await started.says(/hanging/)
    started.kill('SIGINT')
    await started.says(/SIGINT: running files may finish/)
    started.kill('SIGINT')
    await started.says(/SIGINT: stopping now/)
    started.kill('SIGINT')
    const at = performance.now()
    expect((await started.ended).code).toBe(null)
    expect(performance.now() - at).toBeLessThan(8_000)
  })
})

/** What the registry says of the one file. */
async function stateOf(cwd: string) {
  const registry = new FileRegistry({ path: join(cwd, 'data/file_registry.db') })
  await registry.open()
  try {
    for await (const { id, status, retryCount } of registry.query({})) {
      const outcomes = (await registry.attempts(id)).map(({ outcome }) => outcome)
      return { status, retryCount, outcomes }
    }
    return undefined
  } finally {
    await registry.close()
  }
}
