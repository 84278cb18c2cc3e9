import { expect, test } from 'vitest'
import { withDeadline } from '../../src/engine/deadline.ts'

const never = () => new Promise<never>(() => {})
const limit = (more: object = {}) => ({
  what: 'The thing',
  timeoutMs: 20,
  signal: new AbortController().signal,
  ...more,
})

test('passes on what the call gives', async () => {
  await expect(withDeadline(limit(), async () => 7)).resolves.toBe(7)
})

test('aborts the call at the deadline and reports a timeout', async () => {
  const call = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut'))))
  await expect(withDeadline(limit(), call)).rejects.toMatchObject({
    code: 'timeout',
    message: 'The thing did not end within 0 s',
  })
})

test('gives up a call that ignores its signal', async () => {
  await expect(withDeadline(limit({ patienceMs: 10 }), never)).rejects.toMatchObject({ code: 'timeout' })
})

test("gives the caller's reason when the caller aborts, even if the call never ends", async () => {
  const controller = new AbortController()
  const running = withDeadline(limit({ timeoutMs: 60_000, patienceMs: 10, signal: controller.signal }), never)
  controller.abort(new Error('stop'))
  await expect(running).rejects.toThrow('stop')
})

test('does not begin when the caller has aborted already', async () => {
  let called = false
  const call = async () => {
    called = true
  }
  await expect(withDeadline(limit({ signal: AbortSignal.abort(new Error('no')) }), call)).rejects.toThrow('no')
  expect(called).toBe(false)
})
