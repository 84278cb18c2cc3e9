import type { Runner } from '@rittdoc-batch/testing'
import { describe, test } from 'vitest'
import { declareConformance } from './support/declare-conformance.ts'
import { skipped, useSshd } from './support/open-ssh.ts'

const NOT_ATOMIC = 'a reader sees the old object or the whole new one, never a part'

/** Without posix-rename there is a moment without an object: the README says so, test/put-in-place.test.ts shows it. */
const runner: Runner = {
  describe,
  test: (title, body) => (title === NOT_ATOMIC ? test.skip(`${title}: not on this server`) : test(title, body)),
}

describe.skipIf(skipped !== undefined)('on OpenSSH without posix-rename', () => {
  const server = useSshd({ sftpArguments: ['-P', 'posix-rename'] })
  declareConformance('SftpStorage with plain requests', { server, runner, plainStreams: true })
})
