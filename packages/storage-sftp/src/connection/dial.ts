import { setTimeout as sleep } from 'node:timers/promises'
import type { StorageError } from '@rittdoc-batch/core'
import type { Algorithms } from 'ssh2'
import SftpClient from 'ssh2-sftp-client'
import { keyTypeOf } from '../host-key/fingerprint.ts'
import type { HostKeyPolicy } from '../host-key/host-key-policy.ts'
import { hostKeyAlgorithms } from '../host-key/key-algorithms.ts'
import type { Settings } from '../settings.ts'
import { connectionFault } from '../sftp-error.ts'
import { ConnectionFault } from './connection-fault.ts'
import { within } from './deadline.ts'
import { connectLine } from './incoming.ts'
import { useKeyObjects } from './key-objects.ts'
import { loginMethods } from './login-methods.ts'
import { freePackets } from './packet-memory.ts'
import { SftpSession } from './session.ts'

/** A server that is asked this often while nothing moves shows that it is alive, and routers on the way keep up. */
const KEEPALIVE_MS = 15_000

/** How often and how soon a busy server is asked again; each wait is up to twice as long as the one before. */
const TURNED_AWAY = { tries: 4, waitMs: 150 }

/** Opens a session. @throws StorageError `host_key`; ConnectionFault for everything else */
export async function dial(settings: Settings, policy: HostKeyPolicy, signal: AbortSignal): Promise<SftpSession> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.connectTimeoutMs)])
  for (let attempt = 1; ; attempt++) {
    try {
      return await dialAnyKey(settings, policy, limit)
    } catch (error) {
      if (signal.aborted) throw new ConnectionFault('aborted', 'the storage was closed', { cause: error })
      if (limit.aborted) throw timedOut(settings)
      const isTurnedAway = error instanceof ConnectionFault && error.isTurnedAway
      if (!isTurnedAway || attempt === TURNED_AWAY.tries) throw error
      await sleep(TURNED_AWAY.waitMs * 2 ** attempt * (0.5 + Math.random() / 2))
    }
  }
}

function timedOut({ connectTimeoutMs }: Settings): ConnectionFault {
  return new ConnectionFault('timeout', `the server did not let us in within ${connectTimeoutMs} ms`)
}

/** Servers have several host keys, and show the first that we ask for: asks for each until one is the right one. */
async function dialAnyKey(settings: Settings, policy: HostKeyPolicy, limit: AbortSignal): Promise<SftpSession> {
  const refusals: { readonly type: string; readonly error: StorageError }[] = []
  for (;;) {
    let shown: Buffer | undefined
    let refusal: StorageError | undefined
    const refusedTypes = refusals.map(({ type }) => type)
    const verify = (key: Buffer) => {
      shown = key
      refusal = policy.judge(key)
      return refusal === undefined
    }
    const serverHostKey = hostKeyAlgorithms(policy.knownTypes, refusedTypes)
    try {
      return await dialOnce(settings, { verify, serverHostKey, limit })
    } catch (error) {
      const first = refusals[0]?.error
      if (shown === undefined || refusal === undefined) throw first ?? error // it has no more keys to show
      refusals.push({ type: keyTypeOf(shown), error: refusal })
      if (refusal.context.reason !== 'mismatch' || !policy.mayHaveOtherKey) throw first ?? refusal
    }
  }
}

interface Attempt {
  readonly verify: (key: Buffer) => boolean
  readonly serverHostKey: NonNullable<Algorithms['serverHostKey']>
  readonly limit: AbortSignal
}

async function dialOnce(settings: Settings, { verify, serverHostKey, limit }: Attempt): Promise<SftpSession> {
  limit.throwIfAborted()
  const { host, port } = settings
  const line = connectLine({ host, port })
  const { socket } = line
  const silent = { error() {}, end() {}, close() {} } // else it prints
  const client = new SftpClient('rittdoc-batch', silent)
  let fault: unknown
  let isKnown = false
  const hostVerifier = (key: Buffer) => {
    isKnown = verify(key)
    return isKnown
  }
  client.on('error', (error) => {
    fault ??= error // the client passes on a copy without its level
  })
  const onExpired = () => {
    fault = new ConnectionFault('denied', 'the password has expired. Set another one on the server')
    socket.destroy()
  }
  client.on('change password', onExpired)
  try {
    const opened = client.connect({
      ...{ sock: socket, host, port, username: settings.username, authHandler: loginMethods(settings, onExpired) },
      ...{ readyTimeout: 0, keepaliveInterval: KEEPALIVE_MS, hostVerifier },
      algorithms: { cipher: { prepend: ['aes128-gcm@openssh.com'], append: [], remove: [] }, serverHostKey },
    })
    const channel = await within(opened, { signal: limit })
    if (useKeyObjects(client)) {
      line.takePackets()
      freePackets(channel)
    }
    return new SftpSession({ client, socket, channel, answerTimeoutMs: settings.answerTimeoutMs })
  } catch (error) {
    socket.destroy()
    const failure = connectionFault(fault ?? error)
    throw failure.isTurnedAway && isKnown ? cutAtLogin(failure) : failure
  }
}

/** Not asked again as a busy server is: servers count failed logins. */
function cutAtLogin(cause: ConnectionFault): ConnectionFault {
  const why = 'The account may have expired or be locked, or has as many connections as it may have'
  return new ConnectionFault('unavailable', `the server ended the connection at the login. ${why}`, { cause })
}
