import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram, type Step } from './run-step.ts'

const folder = mkdtempSync(join(tmpdir(), 'packs-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Builds every package once and packs it, as publishing does; later steps look at these packs. */
export const buildAndPack: Step = {
  name: 'build and pack',
  async run() {
    await runProgram('pnpm', ['-r', '--filter', './packages/*', 'pack', '--pack-destination', folder])
  },
}

/** The archives that {@link buildAndPack} made. */
export function packFiles(): string[] {
  return readdirSync(folder).map((name) => join(folder, name))
}
