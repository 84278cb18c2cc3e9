import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CRASH_AT, CRASH_LOG, CRASH_SIGNAL } from './preload/checkpoint.ts'
import type { World } from './world/world.ts'

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))
const PRELOAD = new URL('./preload/kill-at.ts', import.meta.url).href
const NODE = ['--conditions=source', '--disable-warning=ExperimentalWarning']
/** Generous: on a machine that is busy with other things even a short life takes minutes. */
const LIFE_MS = 600_000

/** How a process is to live. */
export interface LifeOptions {
  /** Where it dies, as `writePoint` writes it. @default nowhere */
  readonly crashAt?: string | undefined
  /** The signal that it gets there; `tell`: it only says on stderr that it is there. @default 'SIGKILL' */
  readonly crashSignal?: NodeJS.Signals | 'tell' | undefined
  /** File that gets a line for each point that it passes. @default none */
  readonly crashLog?: string | undefined
  /** Arguments of the command line. @default ['run'] */
  readonly args?: readonly string[] | undefined
  /** A module that is loaded before the command line. @default none */
  readonly preload?: URL | undefined
  /** Added to its environment. @default none */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** After so long it counts as hung and is killed, in milliseconds. @default 600_000 */
  readonly lifeMs?: number | undefined
  /** Called when it runs; `kill` sends it a signal, SIGKILL when none is named, and nothing else. */
  readonly onStart?: ((kill: (signal?: NodeJS.Signals) => void) => void) | undefined
  /** Called with each piece of what it logs. */
  readonly onLog?: ((text: string) => void) | undefined
}

/** How a process ended. */
export interface Life {
  readonly pid: number
  readonly code: number | null
  readonly wasKilled: boolean
  /** Whether it did not end by itself in time. */
  readonly hung: boolean
  readonly durationMs: number
  readonly stdout: string
  readonly stderr: string
}

/** Lives one life of the real command line in a world, from its start to its end. */
export async function runLife(world: World, options: LifeOptions = {}): Promise<Life> {
  const started = performance.now()
  const child = spawn(process.execPath, [...NODE, ...preloads(options), MAIN, ...(options.args ?? ['run'])], {
    cwd: world.folder,
    env: environment(world, options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('Could not start the command line')
  options.onStart?.((signal = 'SIGKILL') => void child.kill(signal))
  let [stdout, stderr, hung] = ['', '', false]
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
    options.onLog?.(String(chunk))
  })
  const timer = setTimeout(() => {
    hung = true
    child.kill('SIGKILL')
  }, options.lifeMs ?? LIFE_MS)
  const { code, signal } = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  clearTimeout(timer)
  const durationMs = performance.now() - started
  return { pid, code, wasKilled: signal === 'SIGKILL', hung, durationMs, stdout, stderr }
}

function preloads({ crashAt, crashLog, preload }: LifeOptions): string[] {
  const kills = crashAt === undefined && crashLog === undefined ? [] : ['--import', PRELOAD]
  return preload === undefined ? kills : [...kills, '--import', preload.href]
}

function environment(
  world: World,
  { crashAt, crashLog, crashSignal = 'SIGKILL', env }: LifeOptions,
): Record<string, string | undefined> {
  return {
    ...{
      PATH: process.env.PATH,
      HOME: world.folder,
      TMPDIR: world.temp,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      NODE_OPTIONS: process.env.NODE_OPTIONS,
      ...env,
    },
    ...(crashAt === undefined ? {} : { [CRASH_AT]: crashAt, [CRASH_SIGNAL]: crashSignal }),
    ...(crashLog === undefined ? {} : { [CRASH_LOG]: crashLog }),
  }
}
