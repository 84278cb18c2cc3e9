// Loaded before the command line: its wall clock jumps while it works, as when somebody sets it. The monotonic clock goes on.

/** Environment: by how many hours, forth or back, and after how many milliseconds. */
const hours = Number(process.env.RITTDOC_JUMP_HOURS ?? 0)
const afterMs = Number(process.env.RITTDOC_JUMP_AFTER_MS ?? 0)

const RealDate = Date
const started = performance.now()
const shift = () => (performance.now() - started < afterMs ? 0 : hours * 3_600_000)

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + shift()] : args, self),
  get: (target, name, self) => (name === 'now' ? () => RealDate.now() + shift() : Reflect.get(target, name, self)),
})
