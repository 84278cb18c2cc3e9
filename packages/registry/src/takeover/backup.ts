import { existsSync } from 'node:fs'
import { chmod, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'

/**
 * Writes a copy of a database beside it, `<path>.bak-<UTC time>`: whole and flushed to the disk, or not at all.
 * @returns the path of the copy
 */
export async function backUp(path: string, now: Date): Promise<string> {
  const target = freeName(`${path}.bak-${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`)
  const partial = `${target}.part`
  await removePartials(path)
  await writeFile(partial, '', { mode: 0o600 }) // nobody else may read what nobody else may read there
  const reader = new SqliteDatabase(path, { readonly: true })
  try {
    reader.prepare('VACUUM INTO ?').run(partial)
  } finally {
    reader.close()
  }
  await chmod(partial, (await stat(path)).mode & 0o777)
  await flush(partial)
  await rename(partial, target)
  await flush(dirname(target))
  return target
}

/** What a process left that was killed while it copied. The caller holds the lock, so nobody is copying now. */
async function removePartials(path: string): Promise<void> {
  const start = `${basename(path)}.bak-`
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(start) && name.endsWith('.part'))
  for (const name of names) await rm(join(dirname(path), name), { force: true })
}

function freeName(wanted: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}-${n}`
    if (!existsSync(name)) return name
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}
