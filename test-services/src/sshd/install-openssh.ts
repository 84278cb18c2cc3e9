import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The server's program. sshd insists on being started by its absolute path. */
export const SSHD = '/usr/sbin/sshd'

const PROGRAMS = [SSHD, '/usr/bin/ssh-keygen', '/usr/bin/ssh-agent', '/usr/bin/ssh-add', '/usr/bin/setpriv']

/**
 * Makes sure that OpenSSH is there, installing it where that is possible and not forbidden.
 * @returns why it cannot be used; undefined when it can
 */
export async function whyNoOpenSsh(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the starter knows Linux only'
  if (process.getuid?.() !== 0) return 'sshd with passwords and chroots must be started by root'
  if (PROGRAMS.every((program) => existsSync(program))) return undefined
  if (process.env.NO_INSTALL === '1') return 'OpenSSH is not installed, and NO_INSTALL=1 forbids to install it'
  if (!existsSync('/usr/bin/apt-get')) return 'OpenSSH is not installed, and only Debian packages can be installed'
  return install()
}

async function install(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'install-openssh-'))
  const policy = join(folder, 'policy-rc.d')
  try {
    await writeFile(policy, '#!/bin/sh\nexit 101\n') // the package must not start the system's own sshd
    await chmod(policy, 0o755)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', POLICYRCD: policy }
    const lock = ['-o', 'DPkg::Lock::Timeout=120'] // test files that start together install together
    await run('apt-get', ['update', ...lock], { env })
    const packages = ['openssh-server', 'openssh-client', 'util-linux']
    await run('apt-get', ['install', '--yes', '--no-install-recommends', ...lock, ...packages], { env })
    return PROGRAMS.every((program) => existsSync(program)) ? undefined : 'OpenSSH was installed, but is not complete'
  } catch (error) {
    return `OpenSSH could not be installed: ${error instanceof Error ? error.message : error}`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
