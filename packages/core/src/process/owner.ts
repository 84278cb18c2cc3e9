import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * A running process, described so that another process on the same host can tell whether it still lives:
 * host, boot, pid namespace, pid and start time of the process. A recycled pid has another start time.
 */
export interface Owner {
  /** `host/boot/pidns/pid/start/nonce`; what is stored with leases. Safe in SQL text; not a file name. */
  readonly id: string
}

/** Describes this process. Each call gives another owner: two processors in one process own different claims. */
export function currentOwner(): Owner {
  const start = processStart(process.pid) ?? '0'
  return { id: [...hostIdentity(), process.pid, start, randomBytes(4).toString('hex')].join('/') }
}

/**
 * Whether the owner is provably dead: it ran on this host (same host name and pid namespace) and either the host has
 * been started anew since or its process is gone. `false` when that cannot be told, for example on another host.
 */
export function ownerIsDead(ownerId: string): boolean {
  const [host, boot, namespace, pid, start] = ownerId.split('/')
  const [ourHost, ourBoot, ourNamespace] = hostIdentity()
  if (host !== ourHost || pid === undefined || boot === '') return false
  if (boot !== ourBoot) return true
  if (namespace !== ourNamespace) return false
  return processStart(Number(pid)) !== start
}

function hostIdentity(): [host: string, boot: string, namespace: string] {
  return [hostname().replaceAll('/', '_'), readTrimmed('/proc/sys/kernel/random/boot_id'), pidNamespace()]
}

/** Start time of a live process in clock ticks since boot; undefined when it is gone (zombies count as gone). */
export function processStart(pid: number): string | undefined {
  const stat = readTrimmed(`/proc/${pid}/stat`)
  if (stat === '') return livesWithoutProc(pid) ? '0' : undefined
  // Field 2 is the command in parentheses and may contain anything; the fields after the last ")" are safe to split.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

/** For systems without /proc (macOS): only tells whether some process has the pid. */
function livesWithoutProc(pid: number): boolean {
  if (process.platform === 'linux') return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function readTrimmed(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}
