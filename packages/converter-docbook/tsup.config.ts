import { defineConfig } from 'tsup'

export default defineConfig({
  // child.ts and dtd-child.ts are processes: started by path, never imported.
  entry: ['src/index.ts', 'src/child.ts', 'src/dtd-child.ts'],
  format: 'esm',
  target: 'node22',
  dts: { entry: 'src/index.ts' },
  sourcemap: true,
  clean: true,
})
