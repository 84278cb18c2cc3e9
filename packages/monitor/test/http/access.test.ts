import { request } from 'node:http'
import { expect, test } from 'vitest'
import { Monitor } from '../../src/index.ts'
import { makeWorld, TOKEN } from '../support/world.ts'

interface Answer {
  readonly status: number | undefined
  readonly text: string
  readonly headers: NodeJS.Dict<string | string[]>
}

/** A request with the headers that are given and no others; fetch may not send a Host of its own. */
async function ask(url: string, method: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const sent = request(url, { method, headers, agent: false }, async (response) => {
    const text = (await response.toArray()).join('')
    resolve({ status: response.statusCode, text, headers: response.headers })
  })
  sent.on('error', reject).end(body)
  return promise
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const BEARER = { authorization: `Bearer ${TOKEN}` }

test('on loopback everybody of this machine may read, and nobody may change without the token', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor()
  expect((await ask(url, 'GET')).status).toBe(200)
  expect((await ask(`${url}metrics`, 'GET')).status).toBe(200)
  for (const path of ['retry', 'files/1/retry', 'publishers/pause', 'publishers/resume']) {
    const origin = { ...FORM, origin: url.slice(0, -1) }
    expect((await ask(url + path, 'POST', origin, 'publisher=A')).status).toBe(401)
    const wrong = { ...FORM, authorization: 'Bearer wrong' }
    expect((await ask(url + path, 'POST', wrong, 'publisher=A')).status).toBe(401)
  }
  expect((await world.registry.statistics()).publishers).toEqual([])
})

test('without a token in the options nobody may change anything', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor({ token: undefined })
  expect((await ask(`${url}retry`, 'POST', { ...FORM, authorization: 'Bearer undefined' })).status).toBe(401)
  expect((await ask(`${url}login`, 'POST', { ...FORM, origin: url.slice(0, -1) }, 'token=')).status).toBe(401)
  expect((await ask(`${url}login`, 'GET')).text).toContain('There is no token')
})

test('a program with the token changes without logging in', async () => {
  const world = await makeWorld()
  await world.put('Acme/a.epub', 'bad')
  await world.processor.runBatchJob()
  const { url } = await world.monitor()
  const answer = await ask(`${url}retry`, 'POST', { ...FORM, ...BEARER })
  expect(answer.text).toBe('1 failed book is due again: the next run takes it.\n')
  expect((await world.registry.statistics()).total).toMatchObject({ pending: 1, failed: 0 })
  expect((await ask(`${url}publishers/pause`, 'POST', { ...FORM, ...BEARER }, 'publisher=Acme')).status).toBe(200)
  expect((await world.registry.statistics()).publishers[0]?.paused).toBe(true)
})

test('a form of another site is refused, also with the cookie of somebody who has logged in', async () => {
  const world = await makeWorld()
  await world.put('Acme/a.epub', 'bad')
  await world.processor.runBatchJob()
  const { url } = await world.monitor()
  const own = { ...FORM, origin: url.slice(0, -1) }
  const login = await ask(`${url}login`, 'POST', own, `token=${encodeURIComponent(TOKEN)}`)
  expect(login.status).toBe(303)
  const [cookie = ''] = [login.headers['set-cookie']].flat()
  expect(cookie).toMatch(/; HttpOnly/)
  expect(cookie).toMatch(/; SameSite=Strict/)
  const session = { ...FORM, cookie: cookie.split(';')[0] ?? '' }
  for (const foreign of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' },
    {},
  ]) {
    expect((await ask(`${url}retry`, 'POST', { ...session, ...foreign })).status).toBe(403)
    expect((await ask(`${url}login`, 'POST', { ...FORM, ...foreign }, `token=${TOKEN}`)).status).toBe(403)
  }
  expect((await world.registry.statistics()).total.failed).toBe(1)
  expect((await ask(`${url}retry`, 'POST', { ...session, ...own })).status).toBe(200)
  expect((await world.registry.statistics()).total.failed).toBe(0)
  await ask(`${url}logout`, 'POST', { ...session, ...own })
  expect((await ask(`${url}retry`, 'POST', { ...session, ...own })).status).toBe(401)
})

test('a name that leads to this machine by somebody else’s doing is refused', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor({ allowedHosts: ['books.example.org'] })
  expect((await ask(url, 'GET', { host: 'evil.example:80' })).status).toBe(421)
  expect((await ask(url, 'GET', { host: 'localhost' })).status).toBe(200)
  expect((await ask(url, 'GET', { host: 'books.example.org' })).status).toBe(401)
  expect((await ask(url, 'GET', { host: 'books.example.org', ...BEARER })).status).toBe(200)
  expect((await ask(url, 'GET', { host: 'localhost', 'x-forwarded-for': '10.0.0.1' })).status).toBe(401)
})

test('where other machines reach it, reading needs the token too, and probes are told the verdict alone', async () => {
  const world = await makeWorld()
  const { monitor } = await world.monitor({ host: '0.0.0.0' })
  const url = (monitor.url ?? '').replace('0.0.0.0', '127.0.0.1')
  for (const path of ['', 'files', 'publishers', 'live', 'metrics', 'files/1']) {
    expect((await ask(url + path, 'GET')).status).toBe(401)
  }
  expect((await ask(url, 'GET', { accept: 'text/html' })).headers.location).toBe('/login')
  expect((await ask(`${url}healthz`, 'GET')).text).toBe('{"status":"ok"}')
  expect((await ask(`${url}readyz`, 'GET')).text).toBe('{"ready":true}')
  expect((await ask(`${url}metrics`, 'GET', BEARER)).status).toBe(200)
  expect(() => new Monitor({ ...world, host: '0.0.0.0' })).toThrow('Expected a token')
})

test('who tries tokens is shut out for a while', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor()
  const own = { ...FORM, origin: url.slice(0, -1) }
  for (let i = 0; i < 10; i++) expect((await ask(`${url}login`, 'POST', own, `token=${i}`)).status).toBe(401)
  expect((await ask(`${url}login`, 'POST', own, `token=${encodeURIComponent(TOKEN)}`)).status).toBe(429)
})

test('every answer forbids inline code, frames, guessing of types and keeping', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor()
  for (const path of ['', 'files', 'nothing', 'healthz', 'metrics']) {
    const { headers } = await ask(url + path, 'GET')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cache-control']).toBe('no-store')
  }
  expect((await ask(`${url}retry`, 'POST', { ...FORM, ...BEARER }, 'x'.repeat(20_000))).status).toBe(413)
})
