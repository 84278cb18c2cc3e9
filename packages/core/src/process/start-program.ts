import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { ConvertError, toError } from '../errors.ts'
import { MARKER_VARIABLE } from './marker.ts'
import type { SuperviseOptions } from './supervise.ts'

/** How a program ended. */
export interface Exit {
  readonly code: number | undefined
  readonly signal: NodeJS.Signals | undefined
}

/** A running program. */
export interface StartedProgram {
  readonly child: ChildProcess
  readonly pid: number
  /** Resolves when the program itself has ended, whoever else still holds its pipes. */
  readonly exited: Promise<Exit>
  hasExited(): boolean
}

/**
 * Starts a program in a process group of its own, without stdin.
 *
 * `node:child_process` rather than execa: execa's promise waits until nobody holds the pipes any more, which a process
 * that was left behind can put off for ever, and its kill ends at the process group. What we need of it is spawn.
 * @throws ConvertError `transient` when the system is out of processes, memory or descriptors, else `internal`
 */
export async function startProgram(options: SuperviseOptions, marker: string): Promise<StartedProgram> {
  try {
    const child = spawnDetached(options, marker)
    if (child.pid === undefined) await once(child, 'spawn') // rejects with the error that there must be
    const { pid } = child
    if (pid === undefined) throw new Error('it has no process id')
    const { promise: exited, resolve } = Promise.withResolvers<Exit>()
    let ended = false
    child.on('error', () => {}) // of a later kill or send: how the program fares shows in its exit
    child.once('exit', (code, signal) => {
      ended = true
      resolve({ code: code ?? undefined, signal: signal ?? undefined })
    })
    return { child, pid, exited, hasExited: () => ended }
  } catch (error) {
    throw startError(options, toError(error))
  }
}

function spawnDetached({ file, args = [], cwd, env, ipc }: SuperviseOptions, marker: string): ChildProcess {
  return spawn(file, args, {
    cwd,
    env: { ...env, [MARKER_VARIABLE]: marker },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc === undefined ? [] : ['ipc' as const])],
    serialization: 'advanced',
  })
}

const OUT_OF_RESOURCES = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM'])

function startError({ file, cwd, env }: SuperviseOptions, cause: Error): ConvertError {
  const code = 'code' in cause ? String(cause.code) : ''
  const transient = OUT_OF_RESOURCES.has(code)
  const reason = startReason(code, { cwd, path: file.includes('/') ? undefined : (env.PATH ?? '') }) ?? cause.message
  return new ConvertError(transient ? 'transient' : 'internal', `Could not start ${file}: ${reason}`, {
    cause,
    reason: transient ? 'no_resources' : 'cannot_start',
  })
}

function startReason(code: string, { cwd, path }: { cwd: string; path: string | undefined }): string | undefined {
  // spawn reports a missing folder as if the program were missing.
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) return `its working folder ${cwd} does not exist`
  if (code === 'ENOENT') {
    return path === undefined
      ? 'there is no such file. Install the program or correct the path'
      : `there is no such program on PATH (${path}). Install it, or name it by its full path`
  }
  if (code === 'EACCES')
    return 'it may not be executed. Set its executable bit (chmod +x), or name its interpreter first'
  if (code === 'E2BIG') return 'its arguments and environment are too long'
  if (OUT_OF_RESOURCES.has(code)) return `the system is out of resources (${code})`
  return undefined
}
