import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { filesUnder, type Package, packages } from './packages.ts'
import { ROOT, type Step } from './run-step.ts'

/** Workspace packages that the sources of a package may import; one that is not here may import every one. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '@rittdoc-batch/core': [],
  '@rittdoc-batch/registry': ['@rittdoc-batch/core'],
  '@rittdoc-batch/converter-docbook': ['@rittdoc-batch/core'],
  '@rittdoc-batch/storage-s3': ['@rittdoc-batch/core'],
  '@rittdoc-batch/storage-sftp': ['@rittdoc-batch/core'],
  '@rittdoc-batch/testing': ['@rittdoc-batch/core'],
  '@rittdoc-batch/monitor': ['@rittdoc-batch/core'],
}

/** What core may never know of. */
const NOT_FOR_CORE = /^(@aws-sdk\/|@smithy\/|ssh2|kysely|better-sqlite3|pg$|pg-boss)/

const IMPORT =
  /(?:^|\s)(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm

/** An import that goes the wrong way. */
export interface Breach {
  readonly file: string
  readonly imported: string
  readonly rule: string
}

/** Modules that a source text imports. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? '')
}

/** What is wrong with one import of one file of a package's sources. */
export function judgeImport(
  owner: Pick<Package, 'name' | 'folder'>,
  file: string,
  imported: string,
): string | undefined {
  if (imported.startsWith('.')) {
    const target = resolve(dirname(file), imported)
    return target.startsWith(`${owner.folder}/`) ? undefined : 'a relative import crosses the package'
  }
  if (owner.name === '@rittdoc-batch/core' && NOT_FOR_CORE.test(imported))
    return 'core knows no storage, database or cloud'
  const [scope, name] = imported.split('/')
  const workspace = imported.startsWith('@rittdoc-batch/')
    ? `${scope}/${name}`
    : imported === 'rittdoc-batch'
      ? imported
      : undefined
  if (workspace === undefined) return undefined
  if (workspace !== imported) return 'only the public door of a package may be imported'
  const allowed = MAY_IMPORT[owner.name]
  return allowed === undefined || allowed.includes(workspace) ? undefined : `${owner.name} may not import ${workspace}`
}

/** Every import of the workspace that goes the wrong way. */
export function findBreaches(): Breach[] {
  const owners = packages().map((owner) => ({ ...owner, sources: join(owner.folder, 'src') }))
  const examples = { name: 'rittdoc-batch-examples', folder: join(ROOT, 'examples'), sources: join(ROOT, 'examples') }
  return [...owners, examples].flatMap((owner) =>
    filesUnder(owner.sources, '.ts').flatMap((file) =>
      importsOf(readFileSync(file, 'utf8')).flatMap((imported) => {
        const rule = judgeImport(owner, file, imported)
        return rule === undefined ? [] : [{ file: relative(ROOT, file), imported, rule }]
      }),
    ),
  )
}

export const dependencyDirection: Step = {
  name: 'dependency direction',
  async run() {
    const breaches = findBreaches().map(({ file, imported, rule }) => `${file} imports ${imported}: ${rule}`)
    if (breaches.length > 0) throw new Error(breaches.join('\n'))
  },
}
