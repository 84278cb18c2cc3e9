import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The account that tests log in with: no home, no rights, known to this machine's tests only. */
export const USERNAME = 'rittdoc-test-sftp'

/** Its password. */
export const PASSWORD = 'a password for tests'

/** The SHA-512 crypt of {@link PASSWORD}: set together with the account, so that there is no moment between. */
const PASSWORD_HASH =
  '$6$rittdoc$RKvYy6XXSnyAA68U7txFS0jpNNj/caEQuDltqj7nlpDZPV6aCjz2ANQtu9HwH8BKdehTBRNseykC0DGZyQLi70'

const ATTEMPTS = 20

/** Makes the account unless it is there, also when several processes do so at once. @returns its user and group id */
export async function ensureAccount(): Promise<{ uid: number; gid: number }> {
  for (let attempt = 1; ; attempt++) {
    const ids = await findAccount()
    if (ids !== undefined) return ids
    const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/', '--shell', '/bin/sh']
    await run('useradd', [...options, '--password', PASSWORD_HASH, USERNAME]).catch((error) => {
      if (attempt === ATTEMPTS) throw error
    })
    if (attempt > 1) await sleep(50) // another process holds the lock of the account files
  }
}

async function findAccount(): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', USERNAME]), run('id', ['-g', USERNAME])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}
