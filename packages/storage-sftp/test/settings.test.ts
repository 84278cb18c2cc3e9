import { SftpStorage } from '@rittdoc-batch/storage-sftp'
import { expect, test } from 'vitest'

const login = { host: 'sftp.example.com', username: 'acme', password: 'secret' }

test('everything that is wrong is told at once', () => {
  const options = {
    ...{ host: '', port: 0, username: '', passphrase: 'x', root: 'books', maxConnections: 0, answerTimeoutMs: -1 },
    ...{ hostKeyFingerprint: 'MD5:00', knownHosts: '' },
  }
  const failure = problemsOf(() => new SftpStorage(options))
  expect(failure).toHaveLength(10)
  for (const name of ['host ', 'port', 'username', 'password', 'passphrase', 'root', 'maxConnections']) {
    expect(failure.join('\n')).toContain(name)
  }
})

test('a key that the passphrase does not open is told, without key or passphrase', () => {
  const failure = problemsOf(() => new SftpStorage({ ...login, privateKey: 'not a key', passphrase: 'hidden words' }))
  expect(failure).toHaveLength(1)
  expect(failure[0]).toContain('privateKey')
  expect(failure[0]).not.toContain('hidden words')
})

test.each([
  [login, 'sftp://sftp.example.com:22'],
  [{ ...login, host: 'SFTP.example.com', port: 2222 }, 'sftp://sftp.example.com:2222'],
  [{ ...login, host: '::1' }, 'sftp://[::1]:22'],
  [{ ...login, root: '/data/books/' }, 'sftp://sftp.example.com:22/data/books'],
])('the id names the place and not the login: %#', (options, id) => {
  expect(new SftpStorage(options).id).toBe(id)
})

test('a key is located below the root', () => {
  const storage = new SftpStorage({ ...login, root: '/data' })
  expect(storage.locate('Acme/Bücher.pdf')).toBe('sftp://sftp.example.com:22/data/Acme/Bücher.pdf')
})

test.each(['/x', '../x', 'a/../../x', 'a//b', './a', 'a/\0b', 'lone \ud800.pdf'])(
  'the key %j names nothing inside the root',
  async (key) => {
    const storage = new SftpStorage({ ...login, root: '/data' })
    await expect(storage.stat(key)).rejects.toMatchObject({ code: 'unsupported' })
    await expect(storage.upload('/dev/null', key)).rejects.toMatchObject({ code: 'unsupported' })
  },
)

function problemsOf(make: () => unknown): readonly string[] {
  try {
    make()
  } catch (error) {
    if (error instanceof Error && 'problems' in error) return error.problems as string[]
    throw error
  }
  return []
}
