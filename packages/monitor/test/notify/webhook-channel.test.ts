import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { type Notice, webhookChannel } from '../../src/index.ts'

const notice: Notice = {
  kind: 'idle',
  title: 'A "title"',
  text: 'line 1\nline {title}',
  at: new Date(0),
  host: 'batch1',
}
const signal = new AbortController().signal

/** A service that answers with a status and keeps what it gets. */
async function startService(status: number, headers: Record<string, string> = {}) {
  const got: { headers: NodeJS.Dict<string | string[]>; body: unknown }[] = []
  const server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: JSON.parse(await text(request)) })
    response.writeHead(status, headers).end('no')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`, got }
}

test('a notice is posted in the form that chat services understand', async () => {
  const { url, got } = await startService(200)
  await webhookChannel({ url }).send(notice, { signal })
  expect(got[0]?.body).toEqual({ text: 'A "title"\nline 1\nline {title}' })
  expect(got[0]?.headers['content-type']).toBe('application/json')
})

test('a template is filled in wherever it has texts, once', async () => {
  const { url, got } = await startService(204)
  const template = {
    content: '{title} on {host}',
    at: '{at}',
    embeds: [{ text: '{text}', kind: '{kind}', n: 1, other: '{no}' }],
  }
  await webhookChannel({ url, template, headers: { authorization: 'Key 1' } }).send(notice, { signal })
  expect(got[0]?.body).toEqual({
    content: 'A "title" on batch1',
    at: '1970-01-01T00:00:00.000Z',
    embeds: [{ text: 'line 1\nline {title}', kind: 'idle', n: 1, other: '{no}' }],
  })
  expect(got[0]?.headers.authorization).toBe('Key 1')
})

test('an answer that is not good rejects, without the address, and a redirection is not followed', async () => {
  const { url } = await startService(500)
  const failed = webhookChannel({ url }).send(notice, { signal })
  await expect(failed).rejects.toThrow('The webhook answered 500 Internal Server Error')
  await expect(failed).rejects.not.toThrow('secret-path')
  const moved = await startService(302, { location: url })
  await expect(webhookChannel({ url: moved.url }).send(notice, { signal })).rejects.toThrow()
})
