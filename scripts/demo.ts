import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

// Converts the books of the examples with the real command line, into ./demo-output.

const root = join(import.meta.dirname, '..')
const out = 'demo-output'
const books = readdirSync(join(root, 'examples/books')).map((name) => join('examples/books', name))
const cli = ['--conditions=source', '--disable-warning=ExperimentalWarning', 'packages/cli/src/main.ts']
const args = ['convert', ...books, '--publisher', 'Demo', '--force', '--config', 'examples/demo.yaml']

console.log(`$ npx rittdoc-batch ${args.join(' ')}\n`)
const { status } = spawnSync(process.execPath, [...cli, ...args], { cwd: root, stdio: 'inherit' })
if (status === 0)
  console.log(
    `\nThe packages are in ${relative(process.cwd(), join(root, out)) || '.'}/Output/Demo. Look into one: unzip -l ${out}/Output/Demo/handbook.zip`,
  )
process.exitCode = status ?? 1
