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

/** What of an account has expired; accounts of which something has are others than {@link USERNAME}. */
export type Expired = 'password' | 'account'

const EXPIRY: Readonly<Record<Expired, readonly string[]>> = {
  password: ['--lastday', '0'],
  account: ['--expiredate', '2001-01-01'],
}

/** An account for tests. */
export interface TestAccount {
  readonly username: string
  readonly uid: number
  readonly gid: number
}

/** Makes the account unless it is there, also when several processes do so at once. */
export async function ensureAccount(expired?: Expired): Promise<TestAccount> {
  const username = expired === undefined ? USERNAME : `${USERNAME}-old-${expired}`
  for (let attempt = 1; ; attempt++) {
    const ids = await findAccount(username)
    if (ids !== undefined) {
      if (expired !== undefined) await run('chage', [...EXPIRY[expired], username])
      return { username, ...ids }
    }
    const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/', '--shell', '/bin/sh']
    await run('useradd', [...options, '--password', PASSWORD_HASH, username]).catch((error) => {
      if (attempt === ATTEMPTS) throw error
    })
    if (attempt > 1) await sleep(50) // another process holds the lock of the account files
  }
}

async function findAccount(username: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', username]), run('id', ['-g', username])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}
