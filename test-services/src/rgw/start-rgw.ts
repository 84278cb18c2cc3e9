import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../free-port.ts'
import { cephConfig } from './ceph-config.ts'
import { makeClusterFolder } from './cluster-folder.ts'
import { Daemon } from './daemon.ts'
import { runToEnd } from './run-to-end.ts'
import type { S3Service, S3User } from './s3-service.ts'

/** How long the gateway may take until it answers. */
const START_TIMEOUT_MS = 120_000

/** A gateway that runs until it is stopped. */
export interface RunningRgw extends S3Service {
  /** Ends every daemon, waits until they have ended, and removes their data. */
  stop(): Promise<void>
}

/**
 * Starts an empty Ceph with an S3 gateway on loopback, on free ports, in a temporary folder of its own; takes about
 * 15 s. Needs the Debian packages radosgw, ceph-mon, ceph-osd and ceph-common.
 */
export async function startRgw(): Promise<RunningRgw> {
  const cluster = new Cluster(await makeClusterFolder())
  try {
    await cluster.start()
    const [user, other] = [await makeUser(cluster, 'test'), await makeUser(cluster, 'other')]
    return { endpoint: cluster.endpoint, ...user, other, stop: () => cluster.stop() }
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

async function makeUser(cluster: Cluster, name: string): Promise<S3User> {
  const secret = `${name}-secret-key`
  const keys = [`--access-key=${name}`, `--secret-key=${secret}`]
  await cluster.admin('user', 'create', `--uid=${name}`, `--display-name=${name}`, ...keys)
  return { accessKeyId: name, secretAccessKey: secret }
}

class Cluster {
  endpoint = ''
  readonly #folder: string
  readonly #config: string
  readonly #daemons: Daemon[] = []

  constructor(folder: string) {
    this.#folder = folder
    this.#config = join(folder, 'ceph.conf')
  }

  async start(): Promise<void> {
    const [monV2, monV1, rgw] = [await freePort(), await freePort(), await freePort()]
    const places = { folder: this.#folder, clusterId: randomUUID(), ports: { monV2, monV1, rgw } }
    await writeFile(this.#config, cephConfig(places))
    await this.#makeKeys()
    await this.#startMonitor(places.clusterId, `[v2:127.0.0.1:${monV2},v1:127.0.0.1:${monV1}]`)
    await this.#startDisk()
    this.#daemons.push(await Daemon.start('radosgw', '-c', this.#config, '-n', 'client.rgw', '-f'))
    this.endpoint = `http://127.0.0.1:${rgw}`
    await this.#answers()
  }

  /** Runs radosgw-admin. */
  async admin(...args: readonly string[]): Promise<void> {
    await runToEnd('radosgw-admin', '-c', this.#config, '-n', 'client.admin', ...args)
  }

  async stop(): Promise<void> {
    for (const daemon of this.#daemons.toReversed()) await daemon.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #makeKeys(): Promise<void> {
    const keyring = join(this.#folder, 'keyring')
    const all = ['--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *']
    const key = (name: string) => [keyring, '--gen-key', '-n', name, '--cap', 'mon', 'allow *']
    await runToEnd('ceph-authtool', '--create-keyring', ...key('mon.'))
    await runToEnd('ceph-authtool', ...key('client.admin'), ...all)
    await runToEnd('ceph-authtool', ...key('client.rgw'), ...all)
  }

  async #startMonitor(clusterId: string, addresses: string): Promise<void> {
    const map = join(this.#folder, 'monmap')
    await runToEnd('monmaptool', '--create', '--clobber', '--fsid', clusterId, '--addv', 'a', addresses, map)
    const keyring = join(this.#folder, 'keyring')
    const own = ['-c', this.#config, '-i', 'a']
    await runToEnd('ceph-mon', ...own, '--mkfs', '--monmap', map, '--keyring', keyring)
    this.#daemons.push(await Daemon.start('ceph-mon', ...own, '-f'))
  }

  async #startDisk(): Promise<void> {
    const [disk, key] = [randomUUID(), (await runToEnd('ceph-authtool', '--gen-print-key')).trim()]
    const secrets = join(this.#folder, 'osd-secrets.json')
    await writeFile(secrets, JSON.stringify({ cephx_secret: key }), { mode: 0o600 })
    await runToEnd('ceph', '-c', this.#config, 'osd', 'new', disk, '-i', secrets)
    await mkdir(join(this.#folder, 'osd'))
    const own = ['-c', this.#config, '-i', '0']
    await runToEnd('ceph-osd', ...own, '--mkfs', '--key', key, '--osd-uuid', disk)
    const keyring = join(this.#folder, 'osd/keyring')
    await runToEnd('ceph-authtool', '--create-keyring', keyring, '-n', 'osd.0', '--add-key', key)
    this.#daemons.push(await Daemon.start('ceph-osd', ...own, '-f'))
  }

  async #answers(): Promise<void> {
    const end = performance.now() + START_TIMEOUT_MS
    for (;;) {
      for (const daemon of this.#daemons) daemon.expectRunning()
      const answer = await fetch(this.endpoint).catch(() => undefined)
      await answer?.body?.cancel()
      if (answer?.ok) return
      if (performance.now() > end) throw new Error(`${this.endpoint} did not answer within ${START_TIMEOUT_MS} ms`)
      await sleep(100)
    }
  }
}
