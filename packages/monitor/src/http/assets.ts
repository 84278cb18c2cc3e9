import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ASSET_SOURCES, joinSources } from './asset-sources.ts'

/** A file that pages refer to. */
export interface Asset {
  readonly content: Uint8Array<ArrayBuffer>
  readonly type: string
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Files that pages refer to, by name: from beside the built package, or where they come from. */
export function readAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    Object.entries(ASSET_SOURCES).map(([name, sources]) => {
      const built = new URL(`./assets/${name}`, import.meta.url)
      const content = existsSync(built)
        ? readFileSync(built)
        : joinSources(sources.map((source) => readFileSync(sourcePath(source))))
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
      return [name, { content: new Uint8Array(content), type }]
    }),
  )
}

/** Changes with the content of any of them, so that browsers may keep them for ever. */
export function versionOf(assets: ReadonlyMap<string, Asset>): string {
  const hash = createHash('sha256')
  for (const { content } of assets.values()) hash.update(content)
  return hash.digest('hex').slice(0, 12)
}

function sourcePath(source: string): string {
  if (!source.startsWith('./')) return fileURLToPath(import.meta.resolve(source))
  return fileURLToPath(new URL(`../assets/${source.slice(2)}`, import.meta.url))
}
