import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { missingService, startSshd, whyNoOpenSsh } from '@rittdoc-batch/test-services'
import { describe, expect, test } from 'vitest'

const run = promisify(execFile)
const why = await whyNoOpenSsh()
if (why !== undefined) missingService('OpenSSH', why)

describe.skipIf(why !== undefined)('the OpenSSH server', () => {
  test('takes files of its user, and leaves nothing when it is stopped', async () => {
    const sshd = await startSshd()
    const socket = await sshd.startAgent()
    try {
      const known = join(sshd.uploads, 'known_hosts')
      await writeFile(known, sshd.knownHosts)
      const batch = join(sshd.uploads, 'batch')
      await writeFile(batch, `put ${known} /upload/copy\n`)
      const options = ['-b', batch, '-P', String(sshd.port), '-o', `UserKnownHostsFile=${known}`]
      const env = { ...process.env, SSH_AUTH_SOCK: socket }
      await run('sftp', [...options, `${sshd.username}@${sshd.host}`], { env })
      expect(await readFile(join(sshd.uploads, 'copy'), 'utf8')).toBe(sshd.knownHosts)
      expect(await sshd.log()).toContain('Accepted publickey')
    } finally {
      await sshd.stop()
    }
    expect(existsSync(sshd.root)).toBe(false)
  })
})
