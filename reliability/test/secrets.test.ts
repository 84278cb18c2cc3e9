import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService, type Sshd, sharedRgw, whyNoOpenSsh, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'
import type { Place } from '../src/place/place.ts'
import { openS3Place } from '../src/place/s3-place.ts'
import { openSftpPlace } from '../src/place/sftp-place.ts'
import { runLife } from '../src/run-life.ts'
import { findSecrets, formsOf } from '../src/secrets/find-secret.ts'
import { watchCommandLines } from '../src/secrets/watch-command-lines.ts'
import { makeBooks } from '../src/world/make-books.ts'
import { makeWorld, type World } from '../src/world/world.ts'

const whyNoS3 = await whyNoSharedRgw()
const noS3 = whyNoS3 !== undefined && missingService('Ceph RGW', whyNoS3)
const whyNoSftp = await whyNoOpenSsh()
const noSftp = whyNoSftp !== undefined && missingService('OpenSSH', whyNoSftp)
const TIMEOUT_MS = 1_800_000

/** Values that only the environment of the command line holds; nothing may show them. */
const CANARIES = {
  SMTP_PASSWORD: 'canary/of+the mail "4711"',
  AWS_SESSION_TOKEN_OF_ANOTHER: 'canary-of-another-token-4712',
  CANARY_TOKEN: 'canary-of-the-monitor-4713',
}

/** Shows all that it was given, and fails. */
const TALKATIVE = [
  '/bin/sh',
  '-c',
  'env; env >&2; echo "$0" "$@" >&2; tr "\\0" "\\n" </proc/$$/environ >&2; exit 3',
  '{input}',
]

interface Section {
  password?: string
  secret_access_key?: string
  passphrase?: string
  private_key_path?: string
}

/** Puts references in the place of the secrets of a configuration. @returns the secrets by their names in the environment */
async function hideSecrets(world: World, keys: Sshd['keys'] | undefined): Promise<Record<string, string>> {
  const path = join(world.folder, 'config.yaml')
  const config = JSON.parse(await readFile(path, 'utf8')) as { sftp?: Section; s3?: Section }
  const env: Record<string, string> = { ...CANARIES }
  const reference = (name: string) => ['$', '{', name, '}'].join('')
  for (const section of [config.sftp, config.s3]) {
    for (const key of ['password', 'secret_access_key'] as const) {
      const value = section?.[key]
      if (section === undefined || value === undefined) continue
      env[`CANARY_${key.toUpperCase()}`] = value
      section[key] = reference(`CANARY_${key.toUpperCase()}`)
    }
  }
  if (config.sftp && keys?.encrypted.passphrase) {
    env.CANARY_PASSPHRASE = keys.encrypted.passphrase
    const private_key_path = join(world.folder, 'key')
    await writeFile(private_key_path, keys.encrypted.privateKey)
    Object.assign(config.sftp, { private_key_path, passphrase: reference('CANARY_PASSPHRASE') })
  }
  const more = { monitor: { token: reference('CANARY_TOKEN') }, converter: { type: 'command', command: TALKATIVE } }
  await writeFile(path, JSON.stringify({ ...config, ...more, log_level: 'DEBUG' }))
  return env
}

/** Everything that a world's processes have left: files of its folder, objects of its tree. */
async function readLeft(world: World): Promise<Map<string, Buffer>> {
  const left = new Map<string, Buffer>(await world.tree.read())
  for (const name of await readdir(world.folder, { recursive: true })) {
    const path = join(world.folder, name)
    if ((await stat(path)).isFile()) left.set(`file ${name}`, await readFile(path))
  }
  return left
}

async function tryCanaries(place: Place & Partial<Pick<Sshd, 'keys'>>): Promise<void> {
  const books = new Map([...(await makeBooks('tiny'))].slice(0, 2))
  const world = await makeWorld(place, { name: 'secrets', books, converter: 'copy', processing: { max_retries: 0 } })
  const watch = watchCommandLines(world.folder)
  try {
    const env = await hideSecrets(world, place.keys)
    const wrong = Object.fromEntries(Object.keys(env).map((name) => [name, `wrong ${name} canary/+4715`]))
    const texts = new Map<string, Buffer>()
    const live = async (args: readonly string[], environment: Record<string, string>) => {
      const { code, stdout, stderr } = await runLife(world, { args, env: environment })
      texts.set(args.join(' ') + (environment === env ? '' : ' with wrong secrets'), Buffer.from(stdout + stderr))
      return { code, text: stdout + stderr }
    }
    const run = await live(['run', '--json'], env)
    expect(run.text).toContain('RITTDOC_BATCH_JOB=') // the converter has shown its environment
    expect(run.code).toBe(3)
    for (const args of [
      ['--print-config'],
      ['doctor', '--json'],
      ['doctor'],
      ['list'],
      ['stats'],
      ['show', 'one.epub'],
      ['verify'],
    ])
      await live(args, env)
    expect([2, 4]).toContain((await live(['run'], wrong)).code)
    await live(['doctor'], wrong)
    const secrets = [...Object.values(env), ...Object.values(wrong)]
    for (const [name, bytes] of await readLeft(world)) texts.set(name, bytes)
    expect([...texts.keys()]).toEqual(expect.arrayContaining(['file data/registry.db', 'file logs/rittdoc.log']))
    const shown = watch.end()
    expect(shown.includes('main.ts')).toBe(true)
    texts.set('ps', shown)
    expect(findSecrets(secrets, texts)).toEqual([])
  } finally {
    watch.end()
    await world.remove()
    await place.close()
  }
}

test.skipIf(noS3)('no secret is in what a run on S3 writes, shows or starts', { timeout: TIMEOUT_MS }, async () =>
  tryCanaries(await openS3Place(await sharedRgw())),
)

test.skipIf(noSftp)('no secret is in what a run over SFTP writes, shows or starts', { timeout: TIMEOUT_MS }, async () =>
  tryCanaries(await openSftpPlace()),
)

test('a secret is found in each of its forms', () => {
  const secret = 'se/cret+4711'
  for (const before of ['', 'u', 'us', 'user:']) {
    const text = Buffer.from(Buffer.from(before + secret).toString('base64'))
    expect(findSecrets([secret], new Map([['header', text]])).length).toBeGreaterThan(0)
  }
  expect(formsOf(secret).map(String)).toEqual(expect.arrayContaining([secret, 'se%2Fcret%2B4711']))
  expect(findSecrets([secret], new Map([['a', Buffer.from('nothing')]]))).toEqual([])
})
