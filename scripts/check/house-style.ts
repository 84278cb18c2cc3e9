import { existsSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { filesUnder, packages } from './packages.ts'
import { ROOT, type Step } from './run-step.ts'

const MOST_LINES = 250
const BANNED_NAMES = new Set(['utils', 'helpers', 'lib', 'common', 'misc', 'types'])
const FACE = ['README.md', 'tsconfig.json', 'tsup.config.ts', 'src/index.ts']

/** Files that are longer on purpose, with the reason. */
const LONG_FOR_A_REASON: Readonly<Record<string, string>> = {
  'packages/core/src/contracts/registry.ts': 'a contract is read as a whole',
  'packages/converter-docbook/src/tree/book.ts': 'the tree is read as a whole',
}

/** What a file's name or length has against it. */
export function judgeFile(path: string, lines: number): string[] {
  const stem = basename(path).replace(/\.ts$/, '')
  return [
    ...(BANNED_NAMES.has(stem) ? [`${path}: "${stem}" does not say what the file does`] : []),
    ...(lines > MOST_LINES && LONG_FOR_A_REASON[path] === undefined
      ? [`${path}: ${lines} lines, at most ${MOST_LINES}`]
      : []),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|config))?$/.test(stem) ? [] : [`${path}: file names are in kebab-case`]),
  ]
}

/** Exports without a docstring, by name. */
export function undocumentedExports(text: string): string[] {
  const lines = text.split('\n')
  return lines.flatMap((line, i) => {
    const name = line.match(/^export (?:abstract |async )?(?:class|interface|function\*?|type|const) (\w+)/)?.[1]
    const before = lines[i - 1]?.trim() ?? ''
    return name === undefined || before.endsWith('*/') ? [] : [name]
  })
}

export const houseStyle: Step = {
  name: 'house style',
  async run() {
    const problems = packages().flatMap(({ folder }) => {
      const missing = FACE.filter((file) => !existsSync(join(folder, file))).map(
        (file) => `${relative(ROOT, folder)}: ${file} is missing`,
      )
      const sources = filesUnder(join(folder, 'src'), '.ts').flatMap((path) => {
        const text = readFileSync(path, 'utf8')
        const name = relative(ROOT, path)
        const undocumented = undocumentedExports(text).map((symbol) => `${name}: the export ${symbol} has no docstring`)
        return [...judgeFile(name, text.split('\n').length - 1), ...undocumented]
      })
      return [...missing, ...sources]
    })
    if (problems.length > 0) throw new Error(problems.join('\n'))
  },
}
