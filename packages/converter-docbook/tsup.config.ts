import { defineConfig } from 'tsup'

export default defineConfig({
  // child.ts is the process of one conversion: started by path, never imported.
  entry: ['src/index.ts', 'src/child.ts'],
  format: 'esm',
  target: 'node22',
  dts: { entry: 'src/index.ts' },
  sourcemap: true,
  clean: true,
})
