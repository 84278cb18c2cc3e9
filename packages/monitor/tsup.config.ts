import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'
import { ASSET_SOURCES, joinSources } from './src/http/asset-sources.ts'

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node22',
  dts: true,
  sourcemap: true,
  clean: true,
  async onSuccess() {
    await mkdir('dist/assets', { recursive: true })
    const pathOf = (source: string) =>
      source.startsWith('./') ? `src/assets/${source.slice(2)}` : fileURLToPath(import.meta.resolve(source))
    for (const [name, sources] of Object.entries(ASSET_SOURCES)) {
      const contents = await Promise.all(sources.map((source) => readFile(pathOf(source))))
      await writeFile(`dist/assets/${name}`, joinSources(contents))
    }
  },
})
