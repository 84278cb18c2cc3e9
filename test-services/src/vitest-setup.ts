import { shareBundledLibraries } from './bundled-libraries.ts'
import { shareCompiledSources } from './compile-cache.ts'
import { shareRgw } from './rgw/share-rgw.ts'

/** Before the tests of a run. @returns what ends their services */
export async function setup(): Promise<() => Promise<void>> {
  shareCompiledSources()
  await shareBundledLibraries()
  return shareRgw()
}
