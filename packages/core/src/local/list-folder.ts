import type { Dirent } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry, StoredObject } from '../contracts/storage.ts'
import { fileVersion } from './file-version.ts'

/** How many files are looked at together. */
const STAT_BATCH = 64

/** What is listed: a folder on disk, and the prefix that its keys begin with. */
export interface Folder {
  readonly path: string
  readonly prefix: string
  /** Real path of the storage's root: links that lead out of it are not followed. */
  readonly realRoot: string
}

/** Yields one level of a folder in byte order of the keys; folders sort with their trailing slash. */
export async function* listFolder(folder: Folder, signal?: AbortSignal): AsyncGenerator<Entry> {
  const names = await readdir(folder.path, { withFileTypes: true, encoding: 'buffer' })
  const sorted = names.map(toNamed).sort((a, b) => Buffer.compare(a.sortKey, b.sortKey))
  for (let i = 0; i < sorted.length; i += STAT_BATCH) {
    signal?.throwIfAborted()
    const batch = await Promise.all(sorted.slice(i, i + STAT_BATCH).map((named) => toEntry(folder, named)))
    for (const entry of batch) if (entry !== undefined) yield entry
  }
}

interface Named {
  readonly dirent: Dirent<Buffer>
  readonly sortKey: Buffer
}

function toNamed(dirent: Dirent<Buffer>): Named {
  return { dirent, sortKey: dirent.isDirectory() ? Buffer.concat([dirent.name, Buffer.from('/')]) : dirent.name }
}

async function toEntry(folder: Folder, { dirent }: Named): Promise<Entry | undefined> {
  const name = dirent.name.toString('utf8')
  const key = folder.prefix + name
  if (!Buffer.from(name, 'utf8').equals(dirent.name)) return unreadable(key, 'its name is not valid UTF-8')
  if (dirent.isDirectory()) return { kind: 'prefix', key: `${key}/` }
  const path = join(folder.path, name)
  if (dirent.isSymbolicLink()) return linkEntry(folder, path, key)
  if (!dirent.isFile()) return unreadable(key, 'not a regular file')
  try {
    return { kind: 'object', ...toStoredObject(key, await lstat(path, { bigint: true })) }
  } catch (error) {
    if (isGone(error)) return undefined // removed between the listing and the look at it
    throw error
  }
}

/** A link to a file inside the root is that file; every other link is shown, with the reason why it is not followed. */
async function linkEntry(folder: Folder, path: string, key: string): Promise<Entry> {
  try {
    const target = await realpath(path)
    if (!isInside(folder.realRoot, target)) return unreadable(key, 'a link that leads out of the root')
    const info = await stat(path, { bigint: true })
    return info.isFile() ? { kind: 'object', ...toStoredObject(key, info) } : unreadable(key, 'a link to a folder')
  } catch (error) {
    if (isGone(error)) return unreadable(key, 'a link to nothing')
    throw error
  }
}

/** What `lstat` and `stat` tell, as the contract has it. */
export function toStoredObject(key: string, info: { size: bigint; mtimeMs: bigint; mtimeNs: bigint }): StoredObject {
  return {
    key,
    sizeBytes: Number(info.size),
    modifiedAt: new Date(Number(info.mtimeMs)),
    version: fileVersion(info),
  }
}

/** Whether a real path lies in a real root (or is it). */
export function isInside(realRoot: string, path: string): boolean {
  return path === realRoot || path.startsWith(realRoot.endsWith('/') ? realRoot : `${realRoot}/`)
}

function unreadable(key: string, reason: string): Entry {
  return { kind: 'object', key, sizeBytes: 0, modifiedAt: new Date(0), version: '', unreadable: reason }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
