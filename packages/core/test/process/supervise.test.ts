import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type SuperviseOptions, superviseProcess } from '../../src/process/supervise.ts'
import { leftovers } from '../support/marked.ts'
import { tempDir } from '../support/temp-dir.ts'

const env = { PATH: '/usr/bin:/bin' }

/** Runs a shell script under supervision. */
async function shell(script: string, more: Partial<SuperviseOptions> = {}) {
  const cwd = await tempDir()
  return superviseProcess({
    file: '/bin/bash',
    args: ['-c', script],
    cwd,
    env,
    timeoutMs: 20_000,
    killDelayMs: 200,
    ...more,
  })
}

afterEach(() => {
  expect(leftovers()).toEqual([])
})

test('tells exit code, output tails and lines', async () => {
  const lines: string[] = []
  const result = await shell('echo one; echo two >&2; printf three; exit 7', {
    onLine: (line, from) => lines.push(`${from}:${line}`),
  })
  expect(result).toMatchObject({
    exitCode: 7,
    exitSignal: undefined,
    stdoutTail: 'one\nthree',
    stderrTail: 'two\n',
    sweptProcesses: 0,
  })
  expect(lines.sort()).toEqual(['stderr:two', 'stdout:one', 'stdout:three'])
})

test('gives no stdin: a program that asks gets the end of the input', async () => {
  expect(await shell('read answer || exit 3')).toMatchObject({ exitCode: 3 })
})

test('hands on only the given environment', async () => {
  const { stdoutTail } = await shell('env', { env: { ...env, ONLY: 'this' } })
  expect(stdoutTail).toContain('ONLY=this')
  expect(stdoutTail).not.toContain('HOME=')
})

test('tells a signal that ended the program', async () => {
  expect(await shell('kill -SEGV $$')).toMatchObject({ exitCode: undefined, exitSignal: 'SIGSEGV' })
})

test('kills a program that ignores TERM, with everything it forked', async () => {
  const started = performance.now()
  const script = "trap '' TERM; (trap '' TERM; sleep 100) & sleep 100 & while true; do sleep 0.05; done"
  await expect(shell(script, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' })
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('kills children that left the group and the session', async () => {
  const script = 'setsid sleep 100 & (setsid bash -c "sleep 100 & sleep 100" &) ; sleep 100'
  await expect(shell(script, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' })
})

test('a program that exits and leaves a process holding its output ends at once, and the process is killed', async () => {
  const started = performance.now()
  const result = await shell('sleep 100 & setsid sleep 100 & echo done')
  expect(result).toMatchObject({ exitCode: 0, stdoutTail: 'done\n' })
  expect(result.sweptProcesses).toBeGreaterThanOrEqual(1)
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('a flood on stderr neither blocks nor fills the memory', async () => {
  const before = process.memoryUsage().rss
  const result = await shell('head -c 300000000 /dev/zero | tr "\\0" x >&2; echo end >&2')
  expect(result.exitCode).toBe(0)
  expect(result.stderrTail.length).toBe(4_096)
  expect(result.stderrTail.endsWith('end\n')).toBe(true)
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
})

test('lines without an end are cut', async () => {
  const lines: string[] = []
  await shell('head -c 1000000 /dev/zero | tr "\\0" x; echo; echo next', { onLine: (line) => lines.push(line) })
  expect(lines.map((line) => line.length)).toEqual([10_000, 4])
})

test('ends a program that uses too much memory', async () => {
  const eat = ['-e', 'const all = []; setInterval(() => all.push(Buffer.alloc(20e6, 1)), 5)']
  const running = superviseProcess({
    file: process.execPath,
    args: eat,
    cwd: await tempDir(),
    env,
    timeoutMs: 20_000,
    memoryLimitBytes: 200e6,
  })
  await expect(running).rejects.toMatchObject({ code: 'memory', message: expect.stringMatching(/200 MB are allowed/) })
})

test('aborts in the middle', async () => {
  const controller = new AbortController()
  const running = shell('echo ready; sleep 100', { signal: controller.signal, onLine: () => controller.abort() })
  await expect(running).rejects.toMatchObject({ code: 'aborted' })
})

test('does not start when aborted before', async () => {
  const cwd = await tempDir()
  const running = shell('echo x > started', { cwd, signal: AbortSignal.abort() })
  await expect(running).rejects.toMatchObject({ code: 'aborted' })
  await expect(readFile(join(cwd, 'started'))).rejects.toThrow()
})

test('a program that does not exist is named', async () => {
  await expect(shell('', { file: '/no/such/program' })).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('/no/such/program'),
  })
})

test('talks to a Node program over its channel', async () => {
  const cwd = await tempDir()
  const script = join(cwd, 'child.mjs')
  await writeFile(
    script,
    "process.once('message', (m) => { process.send({ got: m.value, when: m.when instanceof Date }); process.disconnect() })",
  )
  const messages: unknown[] = []
  const ipc = { message: { value: 42, when: new Date() }, onMessage: (message: unknown) => messages.push(message) }
  const result = await superviseProcess({ file: process.execPath, args: [script], cwd, env, timeoutMs: 20_000, ipc })
  expect(result.exitCode).toBe(0)
  expect(messages).toEqual([{ got: 42, when: true }])
})
