import { mkdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** Libraries of hundreds of small files that most commands load, as they are imported, by the package that does. */
const LIBRARIES = { registry: ['kysely', 'kysely/migration'], cli: ['zod'] }
const PACKAGES = new URL('../../packages/', import.meta.url)

/**
 * Each library becomes one file, which all processes that are started from here load instead: finding and opening its
 * hundreds of files is a third of what a short command costs.
 */
export async function shareBundledLibraries(): Promise<void> {
  const folder = join(tmpdir(), `rittdoc-bundled-libraries-${process.getuid?.()}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [from, names] of Object.entries(LIBRARIES)) await bundle(from, names, folder)
  const urls = Object.values(LIBRARIES)
    .flat()
    .map((name) => [name, pathToFileURL(join(folder, `${name}.mjs`)).href])
  const hook = join(folder, 'use-bundles.mjs')
  await replaceFile(hook, hookSource(Object.fromEntries(urls)))
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import=${pathToFileURL(hook)}`.trim()
}

async function bundle(from: string, names: readonly string[], folder: string): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL(from, PACKAGES)),
    entryPoints: names.map((name) => ({ in: name, out: name })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  for (const { path, contents } of outputFiles) await replaceFile(path, contents)
}

/** Whole at every moment, for runs side by side. */
async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, contents)
  await rename(temporary, path)
}

function hookSource(urls: Readonly<Record<string, string>>): string {
  return `import { registerHooks } from 'node:module'
const urls = ${JSON.stringify(urls)}
registerHooks({
  resolve: (name, context, next) =>
    Object.hasOwn(urls, name) ? { url: urls[name], format: 'module', shortCircuit: true } : next(name, context),
})
`
}
