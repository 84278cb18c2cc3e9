import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { freePort, missingService, startSshd, whyNoOpenSsh } from '@rittdoc-batch/test-services'
import { expect, onTestFinished, test } from 'vitest'
import { rittdocBatch, startRittdocBatch, tempDir } from '../support/run-command.ts'

const why = await whyNoOpenSsh()
const skipped = why === undefined ? undefined : missingService('a disk of a test, which comes with OpenSSH,', why)

async function makeWorld(more: object = {}, publisher = 'Acme') {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'books', publisher), { recursive: true })
  const config = { mode: 'automated', local: { enabled: true, root: 'books' }, ...more }
  await writeFile(join(cwd, 'config.yaml'), JSON.stringify(config))
  return cwd
}

test('a local storage that is good passes every check, and nothing is left anywhere', async () => {
  const cwd = await makeWorld()
  const before = await readdir(cwd, { recursive: true })
  const { code, stdout } = await rittdocBatch(cwd, 'doctor')
  expect(stdout).not.toMatch(/WARN|FAIL/)
  expect(stdout).toMatch(/pass {2}books {11}\S+books: 1 publisher folder\n/)
  expect(stdout).toMatch(/pass {2}remove {10}nothing is left\npass {2}clock/)
  expect(code).toBe(0)
  expect(await readdir(cwd, { recursive: true })).toEqual(before)
})

test('the address of the status page is free, served already, or taken by somebody else', async () => {
  const port = await freePort()
  const cwd = await makeWorld({ monitor: { enabled: true, port } })
  const look = async () => {
    const { code, stdout } = await rittdocBatch(cwd, 'doctor', '--json')
    expect(code).toBe(0)
    return JSON.parse(stdout).find(({ check }: { check: string }) => check === 'status page')
  }
  expect(await look()).toMatchObject({ verdict: 'pass', text: `http://127.0.0.1:${port}/ is free` })

  const running = startRittdocBatch(cwd, 'schedule')
  await running.says(/status page/)
  expect(await look()).toMatchObject({ verdict: 'pass', text: expect.stringContaining('a rittdoc-batch that runs') })
  running.kill('SIGTERM')
  await running.ended

  const other = createServer((_, response) => response.end('hello')).listen(port, '127.0.0.1')
  onTestFinished(() => void other.close())
  expect(await look()).toMatchObject({ verdict: 'warn', text: expect.stringContaining('Set another monitor.host') })
})

test('without any configuration the folder for packages is looked at, and not made', async () => {
  const cwd = await tempDir()
  const { code, stdout } = await rittdocBatch(cwd, 'doctor', '--json')
  expect(code).toBe(0)
  const findings = JSON.parse(stdout)
  expect(findings.map(({ check }: { check: string }) => check)).toEqual([
    ...['configuration', 'node', 'work folder', 'log folder', 'registry folder', 'registry', 'converter'],
    ...['packages', 'put', 'stat', 'replace', 'read back', 'remove', 'clock'],
  ])
  expect(findings[0]).toMatchObject({ area: 'configuration', verdict: 'pass', text: 'defaults, no file, mode cli' })
  expect(await readdir(cwd)).toEqual([])
})

test('a program that is not there, and a log folder that cannot be made, are exit code 2', async () => {
  const cwd = await makeWorld({
    log_file: '/proc/no/such/rittdoc.log',
    converter: { type: 'command', command: ['no-such-program', '{input}'] },
  })
  const { code, stdout } = await rittdocBatch(cwd, 'doctor')
  expect(stdout).toMatch(/FAIL {2}log folder {6}Could not write in \/proc: /)
  expect(stdout).toMatch(/FAIL {2}converter {7}Could not find the converter program no-such-program .*Install it/)
  expect(stdout).toMatch(/pass {2}put/)
  expect(code).toBe(2)
})

test('a damaged registry and a root that is not there are exit code 4, both told', async () => {
  const cwd = await makeWorld({ registry_db: 'reg.db', local: { enabled: true, root: 'nowhere' } })
  await writeFile(join(cwd, 'reg.db'), 'no database'.repeat(100))
  const { code, stdout } = await rittdocBatch(cwd, 'doctor')
  expect(stdout).toMatch(/FAIL {2}registry {8}Could not use the registry .*Restore a backup/)
  expect(stdout).toMatch(/FAIL {2}connection {6}.*no such file or folder\. Make it, or correct local\.root/)
  expect(code).toBe(4)
})

test('no publisher is a warning, and automated mode without a place for books is exit code 2', async () => {
  const cwd = await makeWorld({}, 'Output XML')
  const { code, stdout } = await rittdocBatch(cwd, 'doctor')
  expect(stdout).toMatch(/WARN {2}books {11}no publisher's folder in .*correct input_prefix/)
  expect(code).toBe(0)
  await writeFile(join(cwd, 'config.yaml'), 'mode: automated\n')
  expect((await rittdocBatch(cwd, 'doctor')).code).toBe(2)
})

test.skipIf(skipped !== undefined)('a disk that is full is told, by the folder and by the put', async () => {
  const sshd = await startSshd({ diskBytes: 200_000 })
  onTestFinished(() => sshd.stop())
  await mkdir(join(sshd.uploads, 'Acme'))
  await writeFile(join(sshd.uploads, 'fill'), Buffer.alloc(190_000))
  const cwd = await makeWorld({
    log_file: join(sshd.uploads, 'rittdoc.log'),
    local: { enabled: true, root: sshd.uploads },
  })
  const { code, stdout } = await rittdocBatch(cwd, 'doctor')
  expect(stdout).toMatch(/FAIL {2}log folder {6}Only 0 MB free/)
  expect(stdout).toMatch(/FAIL {2}replace {9}.*no space or quota is left/)
  expect(code).toBe(4)
  expect((await readdir(sshd.uploads, { recursive: true })).sort()).toEqual(['Acme', 'fill'])
  expect((await stat(join(sshd.uploads, 'fill'))).size).toBe(190_000)
})
