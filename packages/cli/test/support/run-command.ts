import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** How a command ended, and what it wrote. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A fresh folder that is removed when the test is over. */
export async function tempDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cli-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The command line of the checkout as a program and its arguments. */
export const COMMAND = [process.execPath, '--conditions=source', '--disable-warning=ExperimentalWarning', MAIN] as const

/** Runs the real command line in a folder. */
export function rittdocBatch(cwd: string, ...args: readonly string[]): Promise<Ended> {
  const [program, ...before] = COMMAND
  return run(cwd, program, ...before, ...args)
}

/** Runs a line of the shell in a folder, on whose PATH `rittdoc-batch` is the real command line. */
export async function shell(cwd: string, line: string): Promise<Ended> {
  const programs = await tempDir()
  const command = COMMAND.map((part) => `'${part}'`).join(' ')
  await writeFile(join(programs, 'rittdoc-batch'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 })
  return run(cwd, 'bash', '-c', `PATH="${programs}:$PATH"\n${line}`)
}

/** Runs the real command line on a terminal of its own; what it shows there is `stdout`. */
export function onTerminal(cwd: string, ...args: readonly string[]): Promise<Ended> {
  const line = [...COMMAND, ...args].map((part) => `'${part}'`).join(' ')
  return run(cwd, 'script', '-qec', `stty cols 120 rows 40; ${line}`, '/dev/null')
}

function run(cwd: string, program: string, ...args: readonly string[]): Promise<Ended> {
  return start(cwd, program, ...args).ended
}

/** A command that runs. */
export interface Started {
  readonly ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
  /** Resolves when it has written something like this, to stdout or stderr. */
  says(what: RegExp): Promise<void>
}

/** Starts the real command line in a folder and leaves it running. */
export function startRittdocBatch(cwd: string, ...args: readonly string[]): Started {
  return startNode(cwd, MAIN, args)
}

/** Starts a program of the tests and leaves it running. */
export function startProgram(path: string, ...args: readonly string[]): Started {
  return startNode(tmpdir(), path, args)
}

function startNode(cwd: string, path: string, args: readonly string[]): Started {
  const [program, ...options] = COMMAND.slice(0, -1) as [string, ...string[]]
  const started = start(cwd, program, ...options, path, ...args)
  onTestFinished(() => started.kill('SIGKILL'))
  return started
}

function start(cwd: string, program: string, ...args: readonly string[]): Started {
  const child = spawn(program, args, {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      SECRET: 'canary-4711',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      NODE_OPTIONS: process.env.NODE_OPTIONS,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
  const says = (what: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => what.test(stdout + stderr) && resolve()
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      look()
      void ended.then(() => reject(new Error(`It ended without saying ${what}:\n${stdout}${stderr}`)))
    })
  return { ended, says, kill: (signal) => void child.kill(signal) }
}
