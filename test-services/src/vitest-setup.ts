import { shareCompiledSources } from './compile-cache.ts'
import { shareRgw } from './rgw/share-rgw.ts'

/** Before the tests of a run. @returns what ends their services */
export function setup(): Promise<() => Promise<void>> {
  shareCompiledSources()
  return shareRgw()
}
