// Loaded before the command line: its wall clock jumps while it works, as when somebody sets it. The monotonic clock goes on.
import { existsSync } from 'node:fs'

/** Environment: by how many hours, forth or back, and the file whose coming is the moment. */
const hours = Number(process.env.RITTDOC_JUMP_HOURS ?? 0)
const moment = process.env.RITTDOC_JUMP_WHEN ?? ''

const RealDate = Date
let hasCome = false

function shift(): number {
  hasCome ||= existsSync(moment)
  return hasCome ? hours * 3_600_000 : 0
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + shift()] : args, self),
  get: (target, name, self) => (name === 'now' ? () => RealDate.now() + shift() : Reflect.get(target, name, self)),
})
