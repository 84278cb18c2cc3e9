import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shell, tempDir } from './support/run-command.ts'

const BOOKS = new URL('../../../examples/books/', import.meta.url)

// WebAssembly reserves far more address space than it uses, and a limit on that is what the documentation advises.
test.runIf(process.platform === 'linux')('books convert under the documented "ulimit -v 8000000"', async () => {
  const cwd = await tempDir()
  for (const name of ['handbook.epub', 'handbook.pdf']) await copyFile(new URL(name, BOOKS), join(cwd, name))
  const { code, stdout } = await shell(cwd, 'ulimit -v 8000000; rittdoc-batch convert handbook.*')
  expect(stdout).toMatch(/2 completed, 0 failed/)
  expect(code).toBe(0)
})
