import { missingService, type Sshd, type SshdOptions, startSshd, whyNoOpenSsh } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll } from 'vitest'
import type { SftpStorageOptions } from '../../src/options.ts'

const why = await whyNoOpenSsh()

/** Why the tests of this file are skipped; undefined when they run. */
export const skipped: string | undefined = why === undefined ? undefined : missingService('OpenSSH', why)

/** The server of a test file, started before its tests and stopped after them. */
export function useSshd(options: SshdOptions = {}): { readonly sshd: Sshd } {
  const holder: { sshd?: Sshd } = {}
  beforeAll(async () => {
    if (skipped === undefined) holder.sshd = await startSshd(options)
  })
  afterAll(() => holder.sshd?.stop())
  return {
    get sshd() {
      if (holder.sshd === undefined) throw new Error('Expected the server to have been started')
      return holder.sshd
    },
  }
}

/** Options to reach a server with its password and known hosts. */
export function loginTo({ host, port, username, password, knownHosts }: Sshd): SftpStorageOptions {
  return { host, port, username, password, knownHosts, connectTimeoutMs: 10_000, answerTimeoutMs: 10_000 }
}
