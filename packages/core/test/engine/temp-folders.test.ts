import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TempFolders } from '../../src/engine/temp-folders.ts'
import { currentOwner } from '../../src/process/owner.ts'

let parent: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'temp-folders-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const base = () => join(parent, `rittdoc-batch-${userInfo().uid}`)

test('job folders are private and gone after remove and close', async () => {
  const temp = new TempFolders(currentOwner(), parent)
  await temp.open()
  const job = await temp.create('a.epub')
  await writeFile(job.input, 'x')
  expect((await stat(job.work)).mode & 0o777).toBe(0o700)
  expect((await stat(dirname(dirname(job.work)))).mode & 0o777).toBe(0o700)
  await job.remove()
  await temp.close()
  expect(await readdir(base())).toEqual([])
})

test('folders of dead owners are swept, those of living ones stay', async () => {
  const alive = new TempFolders(currentOwner(), parent)
  await alive.open()
  const dead = ownerOfDeadProcess()
  await mkdir(join(base(), encodeURIComponent(dead), 'job-1'), { recursive: true })
  expect(await new TempFolders(currentOwner(), parent).open()).toBe(1)
  expect(await readdir(base())).not.toContain(encodeURIComponent(dead))
  expect((await readdir(base())).length).toBe(2)
})

test('a base that others can enter, or a link, is refused', async () => {
  await mkdir(base(), { mode: 0o755 })
  await chmod(base(), 0o755)
  await expect(new TempFolders(currentOwner(), parent).open()).rejects.toMatchObject({ code: 'config' })
  await rm(base(), { recursive: true })
  await symlink(tmpdir(), base())
  await expect(new TempFolders(currentOwner(), parent).open()).rejects.toMatchObject({ code: 'config' })
})

test('a name longer than a file system takes keeps its extension', async () => {
  const temp = new TempFolders(currentOwner(), parent)
  await temp.open()
  const job = await temp.create(`${'本'.repeat(300)}.epub`)
  await writeFile(job.input, 'x')
  expect(job.input.endsWith('.epub')).toBe(true)
})

/** The id that a process which has ended by now had. */
function ownerOfDeadProcess(): string {
  const module = new URL('../../src/process/owner.ts', import.meta.url).href
  const code = `import('${module}').then((m) => console.log(m.currentOwner().id))`
  return spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' }).stdout.trim()
}

const mayChangeUser = process.getuid?.() === 0
if (!mayChangeUser) console.warn('Skipped: only root can become a user who has no name')

test.skipIf(!mayChangeUser)('a user without a name has folders of its own', async () => {
  await chmod(parent, 0o777)
  const code = `
    const { TempFolders } = await import('${new URL('../../src/engine/temp-folders.ts', import.meta.url)}')
    const { currentOwner } = await import('${new URL('../../src/process/owner.ts', import.meta.url)}')
    process.setuid(54321)
    const temp = new TempFolders(currentOwner(), '${parent}')
    await temp.open()
    console.log((await temp.create('a.epub')).work)
    await temp.close()`
  const args = ['--conditions=source', '--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toContain('rittdoc-batch-54321')
})
