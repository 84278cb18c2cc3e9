import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2'
import { storageCode } from '../sftp-error.ts'
import type { SftpSession } from './session.ts'

// One function for each request of SFTP that the storage makes.

/** Facts of a path, links followed. */
export function statPath(session: SftpSession, path: string): Promise<Stats> {
  return session.request((channel, answer) => channel.stat(path, answer))
}

/** Facts of a path itself. */
export function lstatPath(session: SftpSession, path: string): Promise<Stats> {
  return session.request((channel, answer) => channel.lstat(path, answer))
}

/** Facts of a path itself; undefined when there is nothing. */
export function findPath(session: SftpSession, path: string): Promise<Stats | undefined> {
  return unlessMissing(lstatPath(session, path))
}

/** The path without links. */
export function realPath(session: SftpSession, path: string): Promise<string> {
  return session.request((channel, answer) => channel.realpath(path, answer))
}

/** Opens a file. `wx` makes a new one, and fails when there is one. */
export function openFile(session: SftpSession, path: string, flags: 'r' | 'wx'): Promise<Buffer> {
  return session.request((channel, answer) => channel.open(path, flags, answer))
}

/** Facts of an open file. */
export function statHandle(session: SftpSession, handle: Buffer): Promise<Stats> {
  return session.request((channel, answer) => channel.fstat(handle, answer))
}

/** Closes a file or folder. */
export function closeHandle(session: SftpSession, handle: Buffer): Promise<void> {
  return session.request((channel, answer) => channel.close(handle, answer))
}

/** Where in a remote file, and how much. */
export interface Range {
  readonly offset: number
  readonly length: number
}

/** Reads into the start of a buffer. @returns how much came, which may be less than asked; 0 at the end of the file */
export function readRange(session: SftpSession, handle: Buffer, buffer: Buffer, range: Range): Promise<number> {
  return session.request((channel, answer) => {
    channel.read(handle, buffer, 0, range.length, range.offset, (error, bytesRead) => answer(error, bytesRead ?? 0))
  })
}

/** Writes all of some bytes. */
export function writeAt(session: SftpSession, handle: Buffer, bytes: Buffer, offset: number): Promise<void> {
  return session.request((channel, answer) => channel.write(handle, bytes, 0, bytes.length, offset, answer))
}

/** Everything in a folder, in the order of the server. */
export async function readFolder(session: SftpSession, path: string): Promise<FileEntryWithStats[]> {
  const handle = await session.request<Buffer>((channel, answer) => channel.opendir(path, answer))
  const entries: FileEntryWithStats[] = []
  try {
    for (;;) {
      const page = await nextPage(session, handle)
      if (page === undefined) return entries
      entries.push(...page)
    }
  } finally {
    await closeHandle(session, handle).catch(() => {}) // what matters is what was read, or why not
  }
}

async function nextPage(session: SftpSession, handle: Buffer): Promise<FileEntryWithStats[] | undefined> {
  try {
    return await session.request<FileEntryWithStats[]>((channel, answer) => {
      channel.readdir(handle as unknown as string, answer) // its type forgets that it takes a handle
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === END_OF_FILE) return undefined
    throw error
  }
}

const END_OF_FILE = 1

/** Makes one folder. */
export function makeOneFolder(session: SftpSession, path: string): Promise<void> {
  return session.request((channel, answer) => channel.mkdir(path, answer))
}

/** Removes a file; one that is not there counts as removed. @returns whether there was one */
export async function removeFile(session: SftpSession, path: string): Promise<boolean> {
  const removed = session.request<void>((channel, answer) => channel.unlink(path, answer)).then(() => true)
  return (await unlessMissing(removed)) ?? false
}

/** Renames; most servers refuse when something stands at the new path, as the protocol wants it. */
export function renameFile(session: SftpSession, from: string, to: string): Promise<void> {
  return session.request((channel, answer) => channel.rename(from, to, answer))
}

/** Renames and replaces what stands at the new path, in one step. Rejects with `unsupported` where there is no such request. */
export function replaceFile(session: SftpSession, from: string, to: string): Promise<void> {
  return session.request((channel, answer) => {
    if (hasExtension(channel, 'posix-rename@openssh.com')) channel.ext_openssh_rename(from, to, answer)
    else answer(Object.assign(new Error('the server has no posix-rename'), { code: OP_UNSUPPORTED }))
  })
}

const OP_UNSUPPORTED = 8

/** Free bytes of the disk that a path lies on; undefined when the server does not tell. */
export async function freeBytes(session: SftpSession, path: string): Promise<number | undefined> {
  try {
    return await session.request<number>((channel, answer) => {
      channel.ext_openssh_statvfs(path, (error, disk?: { f_frsize: number; f_bavail: number; f_favail: number }) =>
        answer(error, disk && (disk.f_favail === 0 ? 0 : disk.f_frsize * disk.f_bavail)),
      )
    })
  } catch {
    return undefined
  }
}

async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request
  } catch (error) {
    if (storageCode(error) === 'not_found') return undefined
    throw error
  }
}

/** The library knows what the server offered, and keeps it in a field without a type. */
function hasExtension(channel: SFTPWrapper & { readonly _extensions?: Record<string, string> }, name: string): boolean {
  return channel._extensions?.[name] !== undefined
}
