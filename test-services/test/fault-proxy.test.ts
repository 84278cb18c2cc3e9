import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FaultProxy, startFaultProxy } from '@rittdoc-batch/test-services'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'

let proxy: FaultProxy
const echo = createServer((socket) => socket.on('error', () => {}).pipe(socket))

beforeEach(async () => {
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address = echo.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address')
  proxy = await startFaultProxy({ port: address.port })
})

afterEach(async () => {
  await proxy.close()
  echo.close()
})

test('everything passes until a fault is set', async () => {
  const socket = await dial()
  socket.write('hello')
  expect(String((await once(socket, 'data'))[0])).toBe('hello')
  expect(proxy.connections).toBe(1)
  socket.destroy()
})

test('a cut ends the connection after so many bytes', async () => {
  await proxy.set({ kind: 'cut', afterBytes: 4, direction: 'toClient' })
  const socket = await dial()
  const received = collect(socket)
  socket.write('hello')
  await once(socket, 'close')
  expect(received()).toBe('hell')
})

test('a reset strikes connections that stand already', async () => {
  const socket = await dial()
  const failed = new Promise((resolve) => socket.on('error', resolve))
  socket.write('hello')
  await once(socket, 'data')
  await proxy.set({ kind: 'reset' })
  expect(await failed).toMatchObject({ code: 'ECONNRESET' })
})

test('a stall lets no answer through and keeps the connection open', async () => {
  await proxy.set({ kind: 'stall', afterBytes: 3, direction: 'toServer' })
  const socket = await dial()
  socket.on('data', () => expect.unreachable('nothing comes back through a stall'))
  socket.write('hello')
  await sleep(100) // nothing can be waited for: the fact is that nothing happens
  expect(socket.readyState).toBe('open')
  expect(proxy.connections).toBe(1)
  socket.destroy()
})

test('a strike is told, and dropping ends the connection that it has stalled', async () => {
  const { promise: struck, resolve } = Promise.withResolvers<void>()
  const telling = await startFaultProxy({ port: proxy.port, onStrike: resolve })
  onTestFinished(() => telling.close())
  await telling.set({ kind: 'stall', afterBytes: 3, direction: 'toServer' })
  const socket = connect(telling.port, telling.host)
  socket.write('hello')
  await struck
  expect(telling.connections).toBe(1)
  telling.drop()
  await once(socket, 'close')
})

test('a refusing proxy is not there, and comes back on the same port', async () => {
  const { port } = proxy
  await proxy.set({ kind: 'refuse' })
  await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await proxy.set({ kind: 'none' })
  expect(proxy.port).toBe(port)
  ;(await dial()).destroy()
})

test('a throttled connection carries so many bytes a second', async () => {
  await proxy.set({ kind: 'throttle', bytesPerSecond: 500_000 })
  const socket = await dial()
  const received = collect(socket)
  const started = performance.now()
  socket.end(Buffer.alloc(150_000, 'x'))
  await once(socket, 'close')
  expect(received()).toHaveLength(150_000)
  expect(performance.now() - started).toBeGreaterThan(150)
})

test('over a long line every byte arrives later', async () => {
  await proxy.set({ kind: 'delay', delayMs: 50 })
  const socket = await dial()
  const received = collect(socket)
  const started = performance.now()
  socket.end('hello')
  await once(socket, 'close')
  expect(received()).toBe('hello')
  expect(performance.now() - started).toBeGreaterThan(95)
})

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, proxy.host)
  await once(socket, 'connect')
  return socket
}

function collect(socket: Socket): () => string {
  const parts: Buffer[] = []
  socket.on('data', (bytes) => parts.push(bytes))
  return () => String(Buffer.concat(parts))
}
