import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Programs that a service needs, and the Debian packages that bring them. */
export interface Needed {
  /** For sentences, for example `OpenSSH`. */
  readonly name: string
  /** Absolute paths. */
  readonly programs: readonly string[]
  readonly packages: readonly string[]
}

/**
 * Makes sure that programs are there, installing them where that is possible and not forbidden. What is installed must
 * not start by itself as a service of the system.
 * @returns why they cannot be used; undefined when they can
 */
export async function whyNotInstalled(needed: Needed): Promise<string | undefined> {
  const { name, programs } = needed
  if (programs.every((program) => existsSync(program))) return undefined
  if (process.env.NO_INSTALL === '1') return `${name} is not installed, and NO_INSTALL=1 forbids to install it`
  if (process.getuid?.() !== 0) return `${name} is not installed, and only root can install it`
  if (!existsSync('/usr/bin/apt-get')) return `${name} is not installed, and only Debian packages can be installed`
  return install(needed)
}

async function install({ name, programs, packages }: Needed): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'install-packages-'))
  const policy = join(folder, 'policy-rc.d')
  try {
    await writeFile(policy, '#!/bin/sh\nexit 101\n')
    await chmod(policy, 0o755)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', POLICYRCD: policy }
    const lock = ['-o', 'DPkg::Lock::Timeout=600'] // test files that start together install together
    await run('apt-get', ['update', ...lock], { env })
    await run('apt-get', ['install', '--yes', '--no-install-recommends', ...lock, ...packages], { env })
    return programs.every((program) => existsSync(program)) ? undefined : `${name} was installed, but is not complete`
  } catch (error) {
    return `${name} could not be installed: ${error instanceof Error ? error.message : error}`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
