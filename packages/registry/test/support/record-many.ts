import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SeenFile } from '@rittdoc-batch/core'
import type { FileRegistry } from '../../src/index.ts'
import { seen } from './open-registry.ts'

/** Files whose rows fill the log twice over. */
export function fewThousand(): SeenFile[] {
  return Array.from({ length: 20_000 }, (_, i) => seen(`A/${String(i).padStart(6, '0')}.pdf`))
}

/** Records files as a scan does: five hundred at once, and a turn for others in between. */
export async function recordAll(registry: FileRegistry, files: readonly SeenFile[]): Promise<void> {
  for (let i = 0; i < files.length; i += 500) {
    await registry.record(files.slice(i, i + 500))
    await nextTurn()
  }
}
