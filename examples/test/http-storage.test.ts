import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, missingService, startWebDav, type WebDav, whyNoWebDav } from '@rittdoc-batch/test-services'
import { describeStorage } from '@rittdoc-batch/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebDavStorage } from '../http-storage/webdav-storage.ts'

const FOLDER = join(import.meta.dirname, '..')
const NODE_OPTIONS = ['--conditions=source', '--disable-warning=ExperimentalWarning']
const run = promisify(execFile)
const why = await whyNoWebDav()
if (why !== undefined) missingService('WebDAV', why)
const closedPort = await freePort()

/** The text with every line's indentation taken away. */
const flat = (text: string) => text.replaceAll(/^ +/gm, '')

test('the excerpts of the page on writing a storage are what the example says', async () => {
  const page = await readFile(join(FOLDER, '../docs/custom-storage.md'), 'utf8')
  const source = await readFile(join(FOLDER, 'http-storage/webdav-storage.ts'), 'utf8')
  const excerpts = [...page.matchAll(/```ts fragment\n(.+?)```/gs)].map(([, excerpt = '']) => flat(excerpt))
  expect(excerpts).toHaveLength(2)
  for (const excerpt of excerpts) expect(flat(source)).toContain(excerpt)
})

describe.skipIf(why !== undefined)('on lighttpd', () => {
  let server: WebDav
  let tests = 0
  beforeAll(async () => {
    server = await startWebDav()
  })
  afterAll(() => server?.stop())

  test('the program converts the books on the server, and nothing twice', { timeout: 120_000 }, async () => {
    await mkdir(join(server.root, 'shelf/Acme'), { recursive: true })
    await copyFile(join(FOLDER, 'books/handbook.epub'), join(server.root, 'shelf/Acme/handbook.epub'))
    const { username, password } = server
    const env = {
      ...process.env,
      ...{ WEBDAV_URL: `${server.url}shelf`, WEBDAV_USERNAME: username, WEBDAV_PASSWORD: password },
      ...{ REGISTRY_PATH: join(server.root, '../../files.db'), MIN_AGE_MS: '0' },
    }
    const program = [...NODE_OPTIONS, join(FOLDER, 'http-storage/convert-webdav.ts')]
    expect((await run(process.execPath, program, { env })).stdout).toContain('1 completed, 0 failed')
    expect((await run(process.execPath, program, { env })).stdout).toContain('0 completed, 0 failed')
    expect(await readdir(join(server.root, 'shelf/Acme/Output XML'))).toEqual(['handbook.zip'])
  })

  test('a server that speaks of other paths than it was asked for is an error, and no empty folder', async () => {
    const { url, username, password } = server
    await writeFile(join(server.root, 'book.epub'), 'book')
    const storage = new WebDavStorage({ url: url.replace('/dav/', '//dav/'), username, password })
    await expect(Array.fromAsync(storage.list(''))).rejects.toMatchObject({ code: 'corrupt' })
  })

  describeStorage({
    runner: { describe, test },
    name: 'WebDavStorage',
    async create() {
      const { username, password, root } = server
      const prefix = `${tests++}/`
      await mkdir(join(root, prefix))
      return {
        storage: new WebDavStorage({ url: server.url, username, password }),
        prefix,
        async put(key, bytes) {
          await mkdir(dirname(join(root, key)), { recursive: true })
          await writeFile(join(root, key), bytes)
        },
        makeFolder: async (key) => void (await mkdir(join(root, key), { recursive: true })),
        async leaveLeftover(key) {
          const hash = createHash('sha256').update(basename(key)).digest('hex').slice(0, 16)
          const folder = dirname(join(root, key))
          await mkdir(folder, { recursive: true })
          await writeFile(join(folder, `.rittdoc-${hash}-killed.part`), 'half')
        },
        unreachable: () => new WebDavStorage({ url: `http://127.0.0.1:${closedPort}`, username, password }),
        secrets: [username, password],
      }
    },
  })
})
