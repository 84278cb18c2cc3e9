import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'rittdoc-rgw-'

/** A folder of our own for a cluster; first removes those of processes that were killed. */
export async function makeClusterFolder(): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    const owner = Number(name.match(/^rittdoc-rgw-(\d+)-/)?.[1])
    if (owner > 0 && !isAlive(owner)) await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
