import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@rittdoc-batch/test-services'
import { expect, test, vi } from 'vitest'
import { countsIn, exampleFolder } from './support/example-folder.ts'
import { EXAMPLES, startExample } from './support/start-example.ts'

/** A running service with one book in its inbox. */
async function service() {
  const folder = await exampleFolder()
  const [inbox, output, port] = [join(folder, 'inbox'), join(folder, 'packages'), String(await freePort())]
  const monitor = String(await freePort())
  for (const path of [inbox, output]) await mkdir(path)
  await copyFile(join(EXAMPLES, 'books/handbook.epub'), join(inbox, 'handbook.epub'))
  const example = startExample('embedded-service.ts', {
    INBOX: inbox,
    OUTPUT: output,
    PORT: port,
    MONITOR_PORT: monitor,
  })
  await example.printed('listening on')
  const ask = async (path: string, order?: unknown) => {
    const init = order === undefined ? {} : { method: 'POST', body: JSON.stringify(order) }
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
    return { status: answer.status, body: (await answer.json()) as { total?: Record<string, number> } }
  }
  return { example, output, ask, monitor: `http://127.0.0.1:${monitor}` }
}

test('embedded-service converts what it is asked for, tells of it, and closes in order', {
  timeout: 120_000,
}, async () => {
  const { example, output, ask, monitor } = await service()
  const order = { publisher: 'Acme', files: ['handbook.epub', 'missing.epub'] }
  expect(await ask('/convert', order)).toMatchObject({
    status: 202,
    body: { due: 1, rejected: [{ code: 'not_found' }] },
  })
  await vi.waitUntil(async () => (await ask('/books')).body.total?.completed === 1, { timeout: 60_000 })
  expect(await ask('/books')).toMatchObject({
    status: 200,
    body: {
      files: [{ filename: 'handbook.epub', status: 'completed', outputPath: join(output, 'Acme/handbook.zip') }],
    },
  })
  expect(await ask('/convert', order)).toMatchObject({ body: { due: 0, unchanged: 1 } })
  expect((await fetch(`${monitor}/readyz`)).status).toBe(200)
  expect(await (await fetch(`${monitor}/metrics`)).text()).toContain(
    'rittdoc_files{publisher="Acme",status="completed"} 1',
  )
  example.child.kill('SIGTERM')
  expect(await example.ended()).toBe(0)
  expect(example.output()).toMatch(/closed\n$/)
  expect(await readdir(join(output, 'Acme'))).toEqual(['handbook.zip'])
})

test('embedded-service gives a book that it has begun back when it ends', { timeout: 120_000 }, async () => {
  const { example, output, ask } = await service()
  await ask('/convert', { publisher: 'Acme', files: ['handbook.epub'] })
  await vi.waitUntil(async () => (await ask('/books')).body.total?.pending === 0, { timeout: 60_000 })
  example.child.kill('SIGTERM')
  expect(await example.ended()).toBe(0)
  expect(await countsIn(join(output, 'files.db'))).toMatchObject({ processing: 0, failed: 0 })
})

test('embedded-service refuses files outside the inbox and orders that it does not understand', {
  timeout: 120_000,
}, async () => {
  const { ask } = await service()
  expect((await ask('/convert', { publisher: 'Acme', files: ['../packages/files.db'] })).status).toBe(400)
  expect((await ask('/convert', { publisher: '../Acme', files: ['handbook.epub'] })).status).toBe(400)
  expect((await ask('/convert', 'books, please')).status).toBe(400)
  expect((await ask('/elsewhere')).status).toBe(404)
})
