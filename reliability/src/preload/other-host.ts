import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import { HOST } from '../cluster/host.ts'

// The process believes that it runs on a machine of that name, so that others cannot see whether it lives.
const name = process.env[HOST]
if (name !== undefined) {
  os.hostname = () => name
  syncBuiltinESMExports()
}
