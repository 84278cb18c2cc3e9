import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type SuperviseOptions, superviseProcess } from '../../src/process/supervise.ts'
import { leftovers } from '../support/marked.ts'
import { tempDir } from '../support/temp-dir.ts'

async function node(script: string, more: Partial<SuperviseOptions>) {
  const cwd = await tempDir()
  const file = join(cwd, 'child.mjs')
  await writeFile(file, script)
  return superviseProcess({ file: process.execPath, args: [file], cwd, env: {}, timeoutMs: 20_000, ...more })
}

afterEach(() => {
  expect(leftovers()).toEqual([])
})

test('talks to a Node program over its channel, in structured clones', async () => {
  const script = `process.once('message', (m) => {
    process.send({ got: m.value, when: m.when instanceof Date })
    process.disconnect()
  })`
  const messages: unknown[] = []
  const ipc = { message: { value: 42, when: new Date() }, onMessage: (message: unknown) => messages.push(message) }
  expect(await node(script, { ipc })).toMatchObject({ exitCode: 0 })
  expect(messages).toEqual([{ got: 42, when: true }])
})

test('every message that the program sent has arrived when the call resolves', async () => {
  const script = `process.once('message', async () => {
    const all = Array.from({ length: 2000 }, (_, n) => new Promise((sent) => process.send({ n, pad: 'x'.repeat(500) }, sent)))
    await Promise.all(all)
    process.exit(0)
  })`
  const messages: unknown[] = []
  await node(script, { ipc: { message: 'go', onMessage: (message) => messages.push(message) } })
  expect(messages).toHaveLength(2000)
})

test('a message that cannot be cloned is an error, and the program is ended', async () => {
  const ipc = { message: { call: () => {} }, onMessage: () => {} }
  await expect(node("process.on('message', () => {})", { ipc })).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('could not be cloned'),
  })
})

test('an error thrown over a message ends the program', async () => {
  const ipc = {
    message: 'go',
    onMessage: () => {
      throw new Error('unexpected message')
    },
  }
  await expect(node("process.on('message', () => process.send('x'))", { ipc })).rejects.toThrow('unexpected message')
})
