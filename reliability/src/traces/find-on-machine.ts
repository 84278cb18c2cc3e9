import { readdirSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../world/world.ts'
import { type Finding, findings } from './finding.ts'

/** What a killed process leaves is ended by a shell that waits for its death; that takes a moment. */
const PATIENCE_MS = 10_000

/** Files and processes of a world that are there when nobody works. `pids`: the processes that lived in it. */
export async function findMachineTraces(world: World, pids: readonly number[]): Promise<Finding[]> {
  const files = [...(await temporaryFiles(world)), ...(await strangeFiles(world))]
  return [...findings('leaked', files), ...findings('leaked', await lastingProcesses(world, pids))]
}

/** The one folder that all processes share may stay, empty. */
async function temporaryFiles({ temp }: World): Promise<string[]> {
  const paths = await readdir(temp, { recursive: true })
  return paths.filter((path) => !/^rittdoc-batch-\d+$/.test(path)).map((path) => join(temp, path))
}

const OURS = new Set(['config.yaml', 'convert.sh', 'data', 'logs', 'temp', '.ssh'])
const DATABASE = new Set(['registry.db', 'registry.db-shm', 'registry.db-wal'])

async function strangeFiles({ folder, registry }: World): Promise<string[]> {
  const strange = (await readdir(folder)).filter((name) => !OURS.has(name) && !name.startsWith('points'))
  return [...strange, ...(await readdir(dirname(registry))).filter((name) => !DATABASE.has(name))]
}

async function lastingProcesses(world: World, pids: readonly number[]): Promise<string[]> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const found = processesOf(world, new Set(pids.map(String)))
    if (found.length === 0 || performance.now() > end) return found
    await sleep(50)
  }
}

/** Processes that speak of the world, or of a process that lived in it, in their environment or arguments. */
function processesOf({ folder }: World, pids: ReadonlySet<string>): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    const text = readProc(pid, 'environ') + readProc(pid, 'cmdline')
    const owner = /RITTDOC_BATCH_JOB=[^/]*\/[^/]*\/[^/]*\/(\d+)\//.exec(text)?.[1]
    const isOurs = text.includes(folder) || (owner !== undefined && pids.has(owner))
    return isOurs ? [`process ${pid}: ${readProc(pid, 'cmdline').replaceAll('\0', ' ').slice(0, 200)}`] : []
  })
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // it has ended, or is of somebody else
  }
}
