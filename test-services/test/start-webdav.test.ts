import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService, startWebDav, whyNoWebDav } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'

const why = await whyNoWebDav()

test('a WebDAV server takes files of its user only, and nothing is left once it has stopped', async ({ skip }) => {
  if (why !== undefined) skip(missingService('WebDAV', why))
  const server = await startWebDav()
  try {
    const file = new URL('book.epub', server.url)
    expect((await fetch(file, { method: 'PUT', body: 'book' })).status).toBe(401)
    const login = Buffer.from(`${server.username}:${server.password}`).toString('base64')
    const answer = await fetch(file, { method: 'PUT', body: 'book', headers: { authorization: `Basic ${login}` } })
    expect(answer.status).toBe(201)
    expect(await readFile(join(server.root, 'book.epub'), 'utf8')).toBe('book')
  } finally {
    await server.stop()
  }
  await expect(fetch(server.url)).rejects.toThrow()
  expect(existsSync(server.root)).toBe(false)
})
