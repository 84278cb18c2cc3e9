import type { EngineContext } from '../context.ts'
import { seenFile } from '../scan/seen-file.ts'
import type { FindingInContext } from './verify-publisher.ts'

/** Puts one finding right, as its `repair` says. @returns whether something was done */
export async function repair(
  context: EngineContext,
  { finding, file, object }: FindingInContext,
  signal: AbortSignal,
): Promise<boolean> {
  switch (finding.repair) {
    case 'record': {
      if (object === undefined) return false
      const { added, changed } = await context.registry.record([seenFile(context, finding.publisher, object)], {
        signal,
      })
      return added + changed > 0
    }
    case 'convert_again':
      return file !== undefined && (await context.registry.change({ ids: [file.id] }, 'pending', { signal })) > 0
    case 'remove':
      await context.output.remove(finding.key, { signal })
      return true
    case 'none':
      return false
  }
}
