import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePort } from '@rittdoc-batch/test-services'
import { expect, onTestFinished, test } from 'vitest'
import { rittdocBatch, startRittdocBatch, tempDir } from './support/run-command.ts'

/** A folder with one book that is none, and a configuration. */
async function withBook(more: string): Promise<string> {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'books/Acme'), { recursive: true })
  await writeFile(join(cwd, 'books/Acme/bad.epub'), 'no book')
  const config = `mode: automated\nlocal: { enabled: true, root: books }\nprocessing: { min_age_seconds: 0 }\nlog_file: null\n`
  await writeFile(join(cwd, 'config.yaml'), config + more)
  return cwd
}

test('a schedule serves the status page, health and metrics, and ends with them', async () => {
  const port = await freePort()
  const cwd = await withBook(`monitor: { enabled: true, port: ${port} }\nscheduler: { run_on_startup: true }\n`)
  const started = startRittdocBatch(cwd, 'schedule')
  await started.says(/run finished/)
  const url = `http://127.0.0.1:${port}/`
  expect(await (await fetch(url)).text()).toContain('bad.epub')
  expect(await (await fetch(`${url}readyz`)).json()).toMatchObject({ ready: true })
  expect(await (await fetch(`${url}healthz`)).json()).toMatchObject({ status: 'ok', nextRunAt: expect.any(String) })
  expect(await (await fetch(`${url}metrics`)).text()).toContain('rittdoc_files{publisher="Acme",status="failed"} 1')
  started.kill('SIGTERM')
  expect((await started.ended).code).toBe(0)
  await expect(fetch(url)).rejects.toThrow()
}, 60_000)

test('a run that is asked to serves the page, and goes on without it where it cannot', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as AddressInfo
  const cwd = await withBook(`monitor: { port: ${port} }\n`)
  const { code, stderr } = await rittdocBatch(cwd, 'run', '--monitor')
  expect(code).toBe(3)
  expect(stderr).toContain('no status page, going on without it')
}, 60_000)

test('a run that ends tells its failures before it does, and a webhook that is away changes nothing', async () => {
  const got: unknown[] = []
  const service = createServer(async (request, response) => {
    got.push(JSON.parse(await text(request)))
    response.end()
  })
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  onTestFinished(() => void service.close())
  const { port } = service.address() as AddressInfo
  const section = (url: string) =>
    `notifications: { webhook: { enabled: true, url: "${url}", template: { msg: "{title}" } } }\n`
  const cwd = await withBook(section(`http://127.0.0.1:${port}/`))
  expect((await rittdocBatch(cwd, 'run')).code).toBe(3)
  expect(got).toEqual([{ msg: '1 book failed' }])
  const away = await withBook(section('http://127.0.0.1:1/secret-path'))
  const { code, stderr } = await rittdocBatch(away, 'run')
  expect(code).toBe(3)
  expect(stderr).toContain('a notice could not be delivered')
  expect(stderr).not.toContain('secret-path')
}, 60_000)

test('secrets of the page and of notices are not printed, and what they need is asked for', async () => {
  const cwd = await tempDir()
  const secrets = `monitor: { token: hidden1 }
notifications:
  email: { enabled: true, host: mail, from: a@b, to: [c@d], username: u, password: hidden2 }
  webhook: { enabled: true, url: "https://hooks/hidden3", headers: { x: hidden4 } }
`
  await writeFile(join(cwd, 'config.yaml'), secrets)
  expect((await rittdocBatch(cwd, '--print-config')).stdout).not.toContain('hidden')
  const incomplete = `monitor: { enabled: true, host: 0.0.0.0 }
notifications: { email: { enabled: true, password: x }, webhook: { enabled: true } }
`
  await writeFile(join(cwd, 'config.yaml'), incomplete)
  const { code, stderr } = await rittdocBatch(cwd, 'stats')
  expect(code).toBe(2)
  for (const key of ['monitor.token', 'email.host', 'email.from', 'email.to', 'username and password', 'webhook.url'])
    expect(stderr).toContain(key)
}, 60_000)
