import { defineConfig } from 'tsup'

export default defineConfig({
  // hash-thread.ts is a thread: started by path, never imported.
  entry: { index: 'src/index.ts', 'hash-thread': 'src/hashing/hash-thread.ts' },
  format: 'esm',
  target: 'node22',
  dts: { entry: 'src/index.ts' },
  sourcemap: true,
  clean: true,
})
