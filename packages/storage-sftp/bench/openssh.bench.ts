import { execFile } from 'node:child_process'
import { chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BenchRow, median } from '@rittdoc-batch/bench'
import type { Entry } from '@rittdoc-batch/core'
import { SftpStorage } from '@rittdoc-batch/storage-sftp'
import { type FaultProxy, type Sshd, startFaultProxy, startSshd, whyNoOpenSsh } from '@rittdoc-batch/test-services'

const run = promisify(execFile)
const LARGE_BYTES = 256 * 1024 * 1024
const SMALL_BYTES = 100_000
const SMALL_FILES = 500
/** Time there and back of the line to a server that is not on this machine. */
const LINE_MS = 10

/** Ours beside the `sftp` of OpenSSH on the same server with the same cipher; both connect anew for every measurement. */
export async function benchSftp(): Promise<BenchRow[]> {
  const why = await whyNoOpenSsh()
  if (why !== undefined) {
    console.error(`skipped: ${why}`)
    return []
  }
  const folder = await mkdtemp(join(tmpdir(), 'sftp-bench-'))
  const sshd = await startSshd()
  const proxy = await startFaultProxy({ port: sshd.port })
  try {
    await prepare(sshd, folder)
    const near = { sshd, folder, rounds: 5 }
    await proxy.set({ kind: 'delay', delayMs: LINE_MS / 2 })
    const far = { sshd: behind(proxy, sshd), folder, rounds: 1 } // there the line takes the time, which is no noise
    const [gets, puts] = [
      { ours: getSmall, bare: 'get /upload/small/*' },
      { ours: putSmall, bare: 'put small/* /upload/bare' },
    ]
    return [
      await compare('get 256 MB (s)', { ...near, most: 1.3, ours: getLarge, bare: 'get /upload/large' }),
      await compare('put 256 MB (s)', { ...near, most: 1.4, ours: putLarge, bare: 'put large /upload/large-bare' }),
      await compare(`get 500 files of 100 kB, ${LINE_MS} ms away (s)`, { ...far, most: 1 / 1.5, ...gets }),
      await compare(`put 500 files of 100 kB, ${LINE_MS} ms away (s)`, { ...far, most: 1 / 1.5, ...puts }),
      await compare('get 500 files of 100 kB, on loopback (s)', { ...near, ...gets }),
      await compare('put 500 files of 100 kB, on loopback (s)', { ...near, ...puts }),
    ]
  } finally {
    await proxy.close()
    await sshd.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Setting {
  readonly sshd: Sshd
  /** Holds the local files; downloads go to `out` in it. */
  readonly folder: string
  /** How often it is measured. */
  readonly rounds: number
}

interface Comparison extends Setting {
  /** The largest ratio of our time to that of `sftp` that is good enough; absent where there is no target. */
  readonly most?: number
  readonly ours: (storage: SftpStorage, folder: string) => Promise<unknown>
  readonly bare: string
}

async function compare(name: string, { sshd, folder, rounds, most, ours, bare }: Comparison): Promise<BenchRow> {
  const times = { ours: [] as number[], bare: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await seconds(folder, () => withStorage(sshd, (storage) => ours(storage, folder))))
    times.bare.push(await seconds(folder, () => runSftp(sshd, folder, bare)))
  }
  const [our, their] = [median(times.ours), median(times.bare)]
  const ratio = our / their
  const row = { ours: our, bare: their, ratio }
  for (const key of ['ours', 'bare', 'ratio'] as const) row[key] = Number(row[key].toPrecision(3))
  return {
    name,
    ...row,
    target: most === undefined ? 'none' : `<= ${most.toPrecision(2)}`,
    ok: ratio <= (most ?? ratio),
  }
}

/** The server as it is reached through a proxy. */
function behind({ port }: FaultProxy, sshd: Sshd): Sshd {
  return { ...sshd, port, knownHosts: sshd.knownHosts.replaceAll(`:${sshd.port} `, `:${port} `) }
}

async function prepare(sshd: Sshd, folder: string): Promise<void> {
  const { uid, gid } = await stat(sshd.uploads)
  await Promise.all(['small', 'out'].map((name) => mkdir(join(folder, name))))
  for (const name of ['small', 'ours', 'bare']) {
    await mkdir(join(sshd.uploads, name))
    await chown(join(sshd.uploads, name), uid, gid)
  }
  const large = Buffer.alloc(LARGE_BYTES, 'some text of a book, ')
  for (const path of [join(folder, 'large'), join(sshd.uploads, 'large')]) await writeFile(path, large)
  for (let n = 0; n < SMALL_FILES; n++) {
    const small = large.subarray(n, n + SMALL_BYTES)
    for (const path of [join(folder, 'small'), join(sshd.uploads, 'small')])
      await writeFile(join(path, `${n}.pdf`), small)
  }
  await writeFile(join(folder, 'key'), sshd.keys.plain.privateKey, { mode: 0o600 })
}

async function withStorage(sshd: Sshd, work: (storage: SftpStorage) => Promise<unknown>): Promise<void> {
  const { host, port, username, keys, knownHosts } = sshd
  const storage = new SftpStorage({ host, port, username, ...keys.plain, knownHosts })
  await storage.open()
  await work(storage)
  await storage.close()
}

async function getLarge(storage: SftpStorage, folder: string): Promise<void> {
  const object = await storage.stat('upload/large')
  if (object !== undefined) await storage.download(object, join(folder, 'out/large'))
}

async function putLarge(storage: SftpStorage, folder: string): Promise<void> {
  await storage.upload(join(folder, 'large'), 'upload/large-ours')
}

async function getSmall(storage: SftpStorage, folder: string): Promise<void> {
  const entries: Entry[] = await Array.fromAsync(storage.list('upload/small/'))
  await inParallel(storage, entries, async (entry) => {
    if (entry.kind === 'object')
      await storage.download(entry, join(folder, 'out', entry.key.slice('upload/small/'.length)))
  })
}

async function putSmall(storage: SftpStorage, folder: string): Promise<void> {
  const names = Array.from({ length: SMALL_FILES }, (_, n) => `${n}.pdf`)
  await inParallel(storage, names, (name) => storage.upload(join(folder, 'small', name), `upload/ours/${name}`))
}

/** As many at the same time as the engine would run. */
async function inParallel<T>(storage: SftpStorage, items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values()
  const workers = Array.from({ length: storage.traits.maxConcurrency }, async () => {
    for (const item of queue) await work(item)
  })
  await Promise.all(workers)
}

async function runSftp({ host, port, username, knownHosts }: Sshd, folder: string, command: string): Promise<void> {
  const batch = join(folder, 'batch')
  const isGet = command.startsWith('get')
  await writeFile(batch, `${isGet ? `lcd ${join(folder, 'out')}` : `lcd ${folder}`}\n${command}\n`)
  await writeFile(join(folder, 'known_hosts'), knownHosts)
  const options = {
    UserKnownHostsFile: join(folder, 'known_hosts'),
    IdentityFile: join(folder, 'key'),
    IdentitiesOnly: 'yes',
    Ciphers: 'aes128-gcm@openssh.com',
  }
  const settings = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  await run('sftp', ['-q', '-b', batch, '-P', String(port), ...settings, `${username}@${host}`])
}

async function seconds(folder: string, work: () => Promise<void>): Promise<number> {
  const out = join(folder, 'out')
  await rm(out, { recursive: true })
  await mkdir(out)
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}

if (process.argv[1] === import.meta.filename) console.table(await benchSftp())
