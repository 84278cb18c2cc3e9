import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packages } from './packages.ts'
import { packFiles } from './packs.ts'
import { pages, writeTypeScript } from './readme-blocks.ts'
import { ROOT, runProgram, type Step } from './run-step.ts'

/** Installs the packs of every package into an empty project, and uses them there as a stranger would. */
export const packedInstall: Step = {
  name: 'packed packages in an empty project',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'packed-'))
    try {
      await install(folder)
      await compileAndImport(folder)
      await useCommandLine(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function install(folder: string): Promise<void> {
  const project = { name: 'stranger', private: true, type: 'module' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project))
  await runProgram(
    'npm',
    ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packFiles(), 'typescript@~6.0.3', '@types/node@^24'],
    folder,
  )
}

async function compileAndImport(folder: string): Promise<void> {
  const names = packages().map(({ name }) => name)
  const imports = names.map((name, i) => `import * as p${i} from '${name}'`).join('\n')
  const uses = names.map((name, i) => `console.log('${name}', Object.keys(p${i}).length)`).join('\n')
  writeFileSync(join(folder, 'use.ts'), `${imports}\n${uses}\n`)
  const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, types: ['node'], skipLibCheck: false }
  const snippets = pages().flatMap((page) => writeTypeScript(page, folder).map(({ path }) => path))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts', ...snippets] }))
  await runProgram('npx', ['tsc', '-p', '.'], folder)
  await runProgram(process.execPath, ['use.js'], folder)
}

async function useCommandLine(folder: string): Promise<void> {
  const help = await runProgram('npx', ['rittdoc-batch', '--help'], folder)
  if (!help.includes('--run-once')) throw new Error(`rittdoc-batch --help does not show its flags:\n${help}`)
  copyFileSync(join(ROOT, 'examples/books/handbook.epub'), join(folder, 'handbook.epub'))
  await runProgram('npx', ['rittdoc-batch', '--mode', 'cli', '--files', 'handbook.epub', '--publisher', 'Demo'], folder)
  if (!readdirSync(join(folder, 'Output/Demo')).includes('handbook.zip'))
    throw new Error('no Output/Demo/handbook.zip was made')
}
