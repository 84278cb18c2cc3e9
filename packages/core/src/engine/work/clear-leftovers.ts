import type { FileRecord } from '../../contracts/registry.ts'
import type { EngineContext } from '../context.ts'

/**
 * Removes what lost attempts on a file left at its output key, when no attempt is to come that would do it before its
 * own upload. Where that fails, a later attempt does it.
 */
export async function clearLeftovers({ output }: EngineContext, file: Pick<FileRecord, 'outputKey'>): Promise<void> {
  await output.sweep(file.outputKey).catch(() => {})
}
