import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { processStart } from '../../src/process/owner.ts'
import { type SuperviseOptions, superviseProcess } from '../../src/process/supervise.ts'
import { leftovers, markedPids } from '../support/marked.ts'
import { tempDir } from '../support/temp-dir.ts'

const module = new URL('../../src/process/supervise.ts', import.meta.url).href
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

test('leads a process group of its own, so that a signal to ours does not reach it', async () => {
  const { stdoutTail } = await shell('read -r _ _ _ _ group _ < /proc/self/stat; echo $((group - $$))')
  expect(stdoutTail).toBe('0\n')
})

test('hands on only the given environment', async () => {
  const { stdoutTail } = await shell('env', { env: { ...env, ONLY: 'this' } })
  expect(stdoutTail).toContain('ONLY=this')
  expect(stdoutTail).not.toContain('HOME=')
})

test('tells a signal that ended the program', async () => {
  expect(await shell('kill -SEGV $$')).toMatchObject({ exitCode: undefined, exitSignal: 'SIGSEGV' })
})

test('the time limit is exact, and TERM lets a program end in its own way', async () => {
  const started = performance.now()
  await expect(shell("trap 'echo bye >&2; exit 5' TERM; sleep 100 & wait", { timeoutMs: 600 })).rejects.toMatchObject({
    name: 'TimeoutError',
    message: expect.stringMatching(/did not end within 0.6 s: it and what it had started \(2 processes\) were ended$/),
    context: { exitCode: 5, stderrTail: 'bye\n' },
  })
  expect(performance.now() - started).toBeGreaterThan(599)
  expect(performance.now() - started).toBeLessThan(4_000)
})

test('KILL comes when the delay is over', async () => {
  const started = performance.now()
  const running = shell("trap '' TERM; for n in {1..400}; do sleep 0.05; done", { timeoutMs: 300, killDelayMs: 700 })
  await expect(running).rejects.toMatchObject({
    message: expect.stringMatching(/by force because they did not react$/),
  })
  expect(performance.now() - started).toBeGreaterThan(999)
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('kills a program that ignores TERM, with everything it forked', async () => {
  const started = performance.now()
  const script = "trap '' TERM; (trap '' TERM; sleep 100) & sleep 100 & for n in {1..400}; do sleep 0.05; done"
  await expect(shell(script, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' })
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('kills children that left the group and the session', async () => {
  const script = 'setsid sleep 100 & (setsid bash -c "sleep 100 & sleep 100" &) ; sleep 100'
  await expect(shell(script, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' })
})

test('finds a child without the marker by its parent', async () => {
  const cwd = await tempDir()
  const script = 'env -i setsid sleep 100 & echo $! > pid; sleep 100'
  await expect(shell(script, { cwd, timeoutMs: 500 })).rejects.toMatchObject({ code: 'timeout' })
  expect(processStart(Number(await readFile(join(cwd, 'pid'), 'utf8')))).toBeUndefined()
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
    memoryLimitBytes: 200 * 1024 ** 2,
  })
  await expect(running).rejects.toMatchObject({ code: 'memory', message: expect.stringMatching(/200 MB are allowed/) })
})

test.skipIf(!existsSync('/usr/bin/python3'))(
  'memory of escaped children counts, and memory that forked workers share counts once',
  async () => {
    const eat = 'python3 -c \'x = b"1" * 150_000_000; import os, time; FORK time.sleep(SECONDS)\''
    const limit = { memoryLimitBytes: 400 * 1024 ** 2 }
    const forked = eat.replace('FORK', '[os.fork() or os._exit(time.sleep(1.5) or 0) for _ in range(4)];')
    const result = await shell(forked.replace('SECONDS', '1.5'), limit)
    expect(result.exitCode).toBe(0)
    expect(result.peakMemoryBytes).toBeGreaterThan(150e6)
    const alone = eat.replace('FORK', '').replace('SECONDS', '100')
    await expect(shell(`setsid ${alone} & setsid ${alone} & setsid ${alone}`, limit)).rejects.toMatchObject({
      code: 'memory',
    })
  },
)

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

test('a program that cannot be started tells why', async () => {
  const cwd = await tempDir()
  await writeFile(join(cwd, 'plain.txt'), 'text')
  const messages = await Promise.all(
    [{ file: 'no-such-program' }, { file: join(cwd, 'plain.txt') }, { cwd: join(cwd, 'gone') }].map((wrong) =>
      shell('', { cwd, ...wrong }).catch((error: Error) => error.message),
    ),
  )
  expect(messages).toEqual([
    expect.stringMatching(/no-such-program: there is no such program on PATH \(\/usr\/bin:\/bin\)\. Install it/),
    expect.stringMatching(/plain\.txt: it may not be executed/),
    expect.stringMatching(/its working folder .*gone does not exist/),
  ])
})

test('a callback that throws ends the program and is the error', async () => {
  const onLine = () => {
    throw new Error('the log is full')
  }
  await expect(shell('echo x; sleep 100', { onLine })).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('the log is full'),
  })
  await expect(shell('(sleep 0.05; echo late) & exit 0', { onLine })).rejects.toThrow('the log is full')
})

test('leaves neither timers nor handles: the caller can end', async () => {
  const ends = supervisor("file: 'sleep', args: ['0.1']")
  await vi.waitUntil(() => ends.exitCode === 0, { timeout: 10_000 })
})

test('a supervisor that is killed takes the program and what escaped from it along', async () => {
  const killed = supervisor("file: 'bash', args: ['-c', 'setsid sleep 100 & sleep 100; echo']")
  const marked = () => markedPids(`/${killed.pid}/`).length
  await vi.waitUntil(() => marked() === 3, { timeout: 10_000 })
  killed.kill('SIGKILL')
  await vi.waitUntil(() => marked() === 0, { timeout: 10_000 })
})

/** Another process that supervises a program with a time limit of a minute. */
function supervisor(program: string) {
  const code = `import { superviseProcess } from ${JSON.stringify(module)}
    await superviseProcess({ ${program}, cwd: '/', env: { PATH: '/usr/bin:/bin' }, timeoutMs: 60000 })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}
