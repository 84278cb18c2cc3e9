import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'
import { tempDir } from './support/run-command.ts'

const UNIT = new URL('../../../deploy/rittdoc-batch.service', import.meta.url)
/** Where the unit says that the program is installed. */
const PROGRAM = '/usr/local/bin/rittdoc-batch'

const isThere = spawnSync('systemd-analyze', ['--version']).status === 0
const skipped = isThere ? undefined : missingService('systemd-analyze', 'it is not installed')

test.skipIf(skipped !== undefined)('systemd takes the unit as it is, and finds it hardened', async () => {
  const unit = await readFile(UNIT, 'utf8')
  expect(unit).toContain(`ExecStart=${PROGRAM} `)
  const path = join(await tempDir(), 'rittdoc-batch.service')
  await writeFile(path, unit.replaceAll(PROGRAM, '/bin/true')) // here it is not installed
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' })
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' })
  const security = spawnSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', path])
  expect(security.status).toBe(0)
})
