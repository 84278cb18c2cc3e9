import { expect, test } from 'vitest'
import { emailChannel, type Notice } from '../../src/index.ts'
import { startMailServer } from '../support/mail-server.ts'

const notice: Notice = {
  kind: 'failures',
  title: '2 books failed',
  text: 'Verlag/Bücher.epub: damaged',
  at: new Date('2026-01-02T03:04:05Z'),
  host: 'batch1',
}
const to = ['one@example.org', 'two@example.org']
const signal = new AbortController().signal

test('a notice arrives as a mail to everybody, with the login that was given', async () => {
  const login = { username: 'batch', password: 'pass: wörd' }
  const { port, mails } = await startMailServer({ login })
  const channel = emailChannel({ host: '127.0.0.1', port, security: 'none', login, from: 'batch@example.org', to })
  await channel.send(notice, { signal })
  expect(mails[0]).toMatchObject({ from: 'batch@example.org', to })
  expect(mails[0]?.content).toMatch(/^Subject: \[rittdoc-batch\] 2 books failed\r$/m)
  expect(mails[0]?.content).toContain('batch1, 2026-01-02T03:04:05.000Z')
})

test('a wrong password is told as such', async () => {
  const { port } = await startMailServer({ login: { username: 'batch', password: 'right' } })
  const login = { username: 'batch', password: 'wrong' }
  const channel = emailChannel({ host: '127.0.0.1', port, security: 'none', login, from: 'a@example.org', to })
  await expect(channel.send(notice, { signal })).rejects.toThrow('Wrong login')
})

test('nothing is said to a server that does not encrypt, or whose certificate nobody vouches for', async () => {
  for (const starttls of [false, true]) {
    const { port, mails } = await startMailServer({ starttls })
    const channel = emailChannel({ host: '127.0.0.1', port, from: 'a@example.org', to })
    await expect(channel.send(notice, { signal })).rejects.toThrow()
    expect(mails).toEqual([])
  }
})
