// Runs a task of this checkout with a Node and a pnpm that serve: those on PATH, else a private pair that npm
// fetches once into .toolchain/. Plain JavaScript without dependencies: it must run on any Node from 18 up.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const NODE = 'node@24.21.0'
const PNPM = manifest.packageManager
const env = { ...process.env }

// Node runs the TypeScript sources as they are; the "source" condition keeps every package from a stale dist.
const source = ['--conditions=source', '--disable-warning=ExperimentalWarning']
const cli = [...source, join(root, 'packages/cli/src/main.ts')]
const tasks = {
  demo: { argv: [...source, join(root, 'scripts/demo.ts')], cwd: root },
  test: { argv: [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], cwd: root },
  check: { argv: [...source, join(root, 'scripts/check.ts')], cwd: root },
  bench: { argv: ['--expose-gc', ...source, join(root, 'scripts/bench.ts')], cwd: root },
  reliability: { argv: [...source, join(root, 'reliability/src/main.ts')], cwd: root },
  'rittdoc-batch': { argv: cli, cwd: env.INIT_CWD ?? process.cwd() }, // where the user stands, not where npm put us
}

const [name, ...args] = process.argv.slice(2)
const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined
if (!task) fail(`Usage: node scripts/bootstrap.mjs ${Object.keys(tasks).join('|')} [ARGS]`)
if (!nodeServes() || !pnpmServes()) putOnPath(join(toolchain(), 'node_modules', '.bin'))
install()
start(task)

/** Starts the task, hands signals on to it and ends with its exit code. */
function start({ argv, cwd }) {
  const child = spawn('node', [...argv, ...args], { cwd, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`Could not start node: ${error.message}`))
  child.on('close', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

/**
 * Installs the dependencies when the lockfile is not the one that was installed last. pnpm keeps its store, cache and
 * state in the checkout too, so that nothing else on the machine is changed.
 */
function install() {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
  const installed = join(root, 'node_modules', '.installed-lockfile')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lockfile) return
  say('installing dependencies')
  const own = ['CACHE', 'DATA', 'STATE'].map((name) => [
    `XDG_${name}_HOME`,
    join(root, '.toolchain', name.toLowerCase()),
  ])
  const argv = ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error']
  run('pnpm', argv, root, Object.fromEntries(own))
  writeFileSync(installed, lockfile)
}

function nodeServes() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

/** Asked outside the checkout: inside it an older pnpm would first try to download the pinned one. */
function pnpmServes() {
  const { stdout, status } = spawnSync('pnpm', ['--version'], { cwd: tmpdir(), encoding: 'utf8', env })
  return status === 0 && stdout.split('.')[0] === PNPM.split('@')[1].split('.')[0]
}

/** The folder with the private Node and pnpm; filled aside and renamed, so that it is there whole or not at all. */
function toolchain() {
  const home = join(root, '.toolchain', `${NODE}-${PNPM}-${process.platform}-${process.arch}`)
  if (existsSync(home)) return home
  say(`fetching ${NODE} and ${PNPM} into .toolchain/, once (Node on PATH: ${process.versions.node})`)
  mkdirSync(dirname(home), { recursive: true })
  const aside = mkdtempSync(join(dirname(home), 'new-'))
  // A package.json of its own, else npm installs into the checkout; allowScripts, else npm 12 leaves no Node binary.
  writeFileSync(join(aside, 'package.json'), '{ "private": true, "allowScripts": { "node": true, "pnpm": true } }\n')
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts=false']
  run('npm', ['install', ...quiet, NODE, PNPM], aside)
  try {
    renameSync(aside, home)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(home)) throw error // another start was first: its folder serves
  }
  return home
}

function putOnPath(folder) {
  env.PATH = folder + delimiter + (env.PATH ?? '')
}

/** Runs a command to its end; its output goes to stderr, because stdout belongs to the task. */
function run(file, argv, cwd, more = {}) {
  const { status, error } = spawnSync(file, argv, { cwd, env: { ...env, ...more }, stdio: ['ignore', 2, 2] })
  if (status === 0) return
  fail(
    `Could not run ${file} ${argv.join(' ')}: ${error?.message ?? `exit ${status}`}. A Node >= 22.18 and ${PNPM} on PATH are used when present.`,
  )
}

function say(text) {
  console.error(`rittdoc-batch: ${text}`)
}

function fail(text) {
  say(text)
  process.exit(1)
}
