import { execFile } from 'node:child_process'
import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { descendants, endChild, startChild } from '../child-program.ts'
import { freePort } from '../free-port.ts'
import { listensOn } from '../listens-on.ts'
import { SSHD } from './install-openssh.ts'
import { makeHostKeys, makeUserKeys } from './make-keys.ts'
import { makeServerFolder, type ServerFolder } from './server-folder.ts'
import { shownTypes, sshdConfig } from './sshd-config.ts'
import type { Sshd, SshdOptions } from './sshd-options.ts'
import { ensureAccount, PASSWORD } from './user-account.ts'

const run = promisify(execFile)
const HOST = '127.0.0.1'
const START_DEADLINE_MS = 15_000

/** Starts an OpenSSH server on a free port of loopback. Ask {@link whyNoOpenSsh} first. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const folder = await makeServerFolder(await ensureAccount(options.expired), options.diskBytes)
  const logFile = join(folder.path, 'sshd.log')
  const log = await open(logFile, 'a')
  try {
    const [hostKeys, keys, port] = await Promise.all([makeHostKeys(folder.etc), makeUserKeys(folder.etc), freePort()])
    const children = [await startServer({ folder, port, options, log })]
    const knownHosts = shownTypes(options).map((type) => `[${HOST}]:${port} ${hostKeys[type]}\n`)
    return {
      ...{
        host: HOST,
        port,
        username: folder.username,
        password: PASSWORD,
        keys,
        hostKeys,
        knownHosts: knownHosts.join(''),
      },
      ...{ root: folder.root, uploads: folder.uploads },
      log: () => readFile(logFile, 'utf8'),
      async startAgent() {
        const agent = await startAgent(folder)
        children.push(agent.child)
        return agent.socket
      },
      killSessions: () => killDescendants(children[0]?.pid),
      async stop() {
        await killDescendants(children[0]?.pid)
        await Promise.all(children.map(endChild))
        await log.close()
        await folder.remove()
      },
    }
  } catch (error) {
    await log.close()
    await folder.remove()
    throw error
  }
}

interface Start {
  readonly folder: ServerFolder
  readonly port: number
  readonly options: SshdOptions
  readonly log: FileHandle
}

async function startServer({ folder, port, options, log }: Start) {
  const config = join(folder.etc, 'sshd_config')
  await writeFile(config, sshdConfig(folder, port, options))
  const child = startChild(SSHD, ['-D', '-e', '-f', config], log.fd)
  const deadline = Date.now() + START_DEADLINE_MS
  while (!(await listensOn(port, HOST))) {
    if (child.exitCode === null && child.signalCode === null && Date.now() < deadline) continue
    await endChild(child)
    throw new Error(`Could not start sshd: ${await readFile(join(folder.path, 'sshd.log'), 'utf8')}`)
  }
  return child
}

async function killDescendants(pid: number | undefined): Promise<number> {
  const sessions = pid === undefined ? [] : await descendants(pid)
  for (const session of sessions) {
    try {
      process.kill(session, 'SIGKILL')
    } catch {
      // it has ended by itself
    }
  }
  return sessions.length
}

async function startAgent(folder: ServerFolder) {
  const socket = join(folder.path, 'agent')
  const child = startChild('ssh-agent', ['-D', '-a', socket], 'ignore')
  const env = { ...process.env, SSH_AUTH_SOCK: socket }
  const deadline = Date.now() + START_DEADLINE_MS
  for (;;) {
    try {
      await run('ssh-add', ['-q', join(folder.etc, 'plain')], { env })
      return { child, socket }
    } catch (error) {
      if (Date.now() < deadline) await sleep(20)
      else throw error
    }
  }
}
