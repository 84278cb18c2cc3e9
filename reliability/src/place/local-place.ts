import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FolderTree } from './folder-tree.ts'
import type { Place } from './place.ts'

/** Folders of this machine. */
export async function openLocalPlace(): Promise<Place> {
  const base = await mkdtemp(join(tmpdir(), 'crash-local-'))
  return {
    name: 'local',
    server: undefined,
    makeTree: (name) => {
      const root = join(base, name)
      return new FolderTree(root, { sections: { local: { enabled: true, root } }, homeFiles: {} }).open()
    },
    close: () => rm(base, { recursive: true, force: true }),
  }
}
