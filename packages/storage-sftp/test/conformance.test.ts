import { describe, test } from 'vitest'
import { declareConformance } from './support/declare-conformance.ts'
import { skipped, useSshd } from './support/open-ssh.ts'

describe.skipIf(skipped !== undefined)('on OpenSSH', () => {
  declareConformance('SftpStorage', { server: useSshd(), runner: { describe, test } })
})
