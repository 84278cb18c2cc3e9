import { execFile } from 'node:child_process'
import { chown, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestAccount } from './user-account.ts'

const run = promisify(execFile)

/** sshd confines sessions only to folders that nobody but root can write to, all the way up: not below /tmp. */
const BASE = '/srv/rittdoc-test-sshd'

/** Where one server keeps its things. */
export interface ServerFolder {
  /** Whose folder it is. */
  readonly username: string
  readonly path: string
  readonly etc: string
  readonly root: string
  readonly uploads: string
  remove(): Promise<void>
}

/** Makes the folders of one server, and removes those of test runs that were killed. */
export async function makeServerFolder(owner: TestAccount, diskBytes?: number): Promise<ServerFolder> {
  await mkdir(BASE, { recursive: true, mode: 0o755 })
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  await removeDead()
  const path = await mkdtemp(join(BASE, `${process.pid}-`))
  const [etc, root] = [join(path, 'etc'), join(path, 'root')]
  const uploads = join(root, 'upload')
  await run('chmod', ['755', path])
  for (const folder of [etc, root, uploads]) await mkdir(folder, { mode: 0o755 })
  if (diskBytes !== undefined) await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', uploads])
  await chown(uploads, owner.uid, owner.gid)
  return { username: owner.username, path, etc, root, uploads, remove: () => removeFolder(path) }
}

async function removeDead(): Promise<void> {
  for (const name of await readdir(BASE)) {
    if (!isRunning(Number.parseInt(name, 10))) await removeFolder(join(BASE, name))
  }
}

async function removeFolder(path: string): Promise<void> {
  await run('umount', ['--lazy', join(path, 'root', 'upload')]).catch(() => {}) // most have no disk of their own
  await rm(path, { recursive: true, force: true })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
