import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { replace } from './watch-method.ts'

// Loaded before the command line: every disk tells that it is an NFS. One cannot be mounted wherever tests run.

const NFS = 0x6969

replace(fs.promises, 'statfs', (real) => async (...args) => {
  const facts: unknown = await Reflect.apply(real, fs.promises, args)
  return Object.assign(facts ?? {}, { type: NFS })
})
syncBuiltinESMExports()
