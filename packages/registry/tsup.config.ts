import { defineConfig } from 'tsup'

export default defineConfig({
  // checkpoint-thread.ts is a thread: started by path, never imported.
  entry: { index: 'src/index.ts', 'checkpoint-thread': 'src/sqlite/checkpoint-thread.ts' },
  format: 'esm',
  target: 'node22',
  dts: { entry: 'src/index.ts' },
  sourcemap: true,
  clean: true,
})
