import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Node keeps what it made of the sources, for all processes that are started from here: most of what a short one costs.
 */
export function shareCompiledSources(): void {
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), `rittdoc-compiled-sources-${process.getuid?.()}`)
}
