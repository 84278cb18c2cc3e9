import { copyFile, mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'
import { ASSET_SOURCES } from './src/http/asset-sources.ts'

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node22',
  dts: true,
  sourcemap: true,
  clean: true,
  async onSuccess() {
    await mkdir('dist/assets', { recursive: true })
    for (const [name, source] of Object.entries(ASSET_SOURCES)) {
      const from = source.startsWith('./')
        ? `src/assets/${source.slice(2)}`
        : fileURLToPath(import.meta.resolve(source))
      await copyFile(from, `dist/assets/${name}`)
    }
  },
})
