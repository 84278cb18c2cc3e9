import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { HostKeyType, Sshd } from './sshd-options.ts'

const run = promisify(execFile)

const PASSPHRASE = 'a passphrase for tests'

const HOST_KEY_ARGUMENTS: Readonly<Record<HostKeyType, readonly string[]>> = {
  ed25519: ['-t', 'ed25519'],
  ecdsa: ['-t', 'ecdsa', '-b', '256'],
  rsa: ['-t', 'rsa', '-b', '2048'],
}

/** Makes the keys of a server in a folder. @returns its public host keys */
export async function makeHostKeys(folder: string): Promise<Record<HostKeyType, string>> {
  const publicKey = async (type: HostKeyType) => {
    const path = join(folder, `host_${type}`)
    await generate(path, HOST_KEY_ARGUMENTS[type])
    return (await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ')
  }
  const [ed25519, ecdsa, rsa] = await Promise.all([publicKey('ed25519'), publicKey('ecdsa'), publicKey('rsa')])
  return { ed25519, ecdsa, rsa }
}

/** Makes the user's keys in a folder, and the file `authorized_keys` there. */
export async function makeUserKeys(folder: string): Promise<Sshd['keys']> {
  const make = async (name: string, passphrase?: string) => {
    const path = join(folder, name)
    await generate(path, ['-t', 'ed25519'], passphrase)
    return { privateKey: await readFile(path, 'utf8'), ...(passphrase === undefined ? {} : { passphrase }) }
  }
  const [plain, encrypted, stranger] = await Promise.all([
    make('plain'),
    make('encrypted', PASSPHRASE),
    make('stranger'),
  ])
  const authorized = await Promise.all(
    ['plain', 'encrypted'].map((name) => readFile(join(folder, `${name}.pub`), 'utf8')),
  )
  await writeFile(join(folder, 'authorized_keys'), authorized.join(''), { mode: 0o644 })
  return { plain, encrypted, stranger }
}

async function generate(path: string, type: readonly string[], passphrase = ''): Promise<void> {
  await run('ssh-keygen', ['-q', ...type, '-N', passphrase, '-C', 'test', '-f', path])
}
