import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { filesUnder } from './packages.ts'
import { ROOT, runProgram, type Step } from './run-step.ts'

/** A block of code in a page. */
export interface CodeBlock {
  readonly language: string
  /** Words after the language: `run`, `config`, `fragment`. */
  readonly marks: readonly string[]
  readonly code: string
  readonly line: number
}

/** The fenced blocks of a page. */
export function codeBlocks(page: string): CodeBlock[] {
  const lines = page.split('\n')
  const blocks: CodeBlock[] = []
  for (let i = 0; i < lines.length; i++) {
    const opening = lines[i]?.match(/^```(\w+)?(.*)$/)
    if (!opening) continue
    const end = lines.findIndex((line, j) => j > i && line.startsWith('```'))
    const [, language = '', marks = ''] = opening
    blocks.push({
      language,
      marks: marks.trim().split(/\s+/).filter(Boolean),
      code: lines.slice(i + 1, end).join('\n'),
      line: i + 1,
    })
    i = end
  }
  return blocks
}

/** Every page of the documentation. */
export function pages(): string[] {
  const packagePages = filesUnder(join(ROOT, 'packages'), 'README.md')
  return [join(ROOT, 'README.md'), ...packagePages, ...filesUnder(join(ROOT, 'docs'), '.md')]
}

/** Where blocks are put to be compiled: inside the examples, which know every published package. */
const FOLDER = join(ROOT, 'examples/.readme-blocks')

export const readmeBlocks: Step = {
  name: 'README code blocks',
  async run() {
    rmSync(FOLDER, { recursive: true, force: true })
    mkdirSync(FOLDER, { recursive: true })
    try {
      writeFileSync(join(FOLDER, 'tsconfig.json'), '{ "extends": "../../tsconfig.base.json", "include": ["*.ts"] }')
      const programs = pages().flatMap((page) => writeTypeScript(page, FOLDER))
      await runProgram('npx', ['tsc', '-p', join(FOLDER, 'tsconfig.json')])
      for (const { path, isRun } of programs)
        if (isRun) await runProgram(process.execPath, ['--conditions=source', path], FOLDER)
    } finally {
      rmSync(FOLDER, { recursive: true, force: true })
    }
  },
}

/** Writes the TypeScript blocks of a page as files into a folder. @returns their paths, those to be run marked */
export function writeTypeScript(page: string, folder: string): { path: string; isRun: boolean }[] {
  const name = relative(ROOT, page).replace(/[^a-z0-9]+/gi, '-')
  return codeBlocks(readFileSync(page, 'utf8')).flatMap(({ language, marks, code, line }) => {
    if (language !== 'ts' || marks.includes('fragment')) return []
    const path = join(folder, `${name}-line-${line}.ts`)
    writeFileSync(path, `${code}\nexport {}\n`)
    return [{ path, isRun: marks.includes('run') }]
  })
}
