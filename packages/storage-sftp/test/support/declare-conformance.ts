import { createHash } from 'node:crypto'
import { chown, mkdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SftpStorage } from '@rittdoc-batch/storage-sftp'
import { freePort, type Sshd } from '@rittdoc-batch/test-services'
import { describeStorage, type Runner } from '@rittdoc-batch/testing'
import { loginTo } from './open-ssh.ts'

const closedPort = await freePort()

/** What the suite runs against, and with. */
export interface Conformance {
  readonly server: { readonly sshd: Sshd }
  readonly runner: Runner
  readonly plainStreams?: boolean
}

/** Declares the conformance suite of storages against a server. */
export function declareConformance(name: string, { server: holder, runner, plainStreams = false }: Conformance): void {
  let tests = 0
  describeStorage({
    runner,
    name,
    async create() {
      const server = holder.sshd
      const prefix = `upload/${tests++}/`
      const local = (key: string) => join(server.root, key)
      await makeFolders(server, local(prefix))
      return {
        storage: new SftpStorage({ ...loginTo(server), plainStreams }),
        prefix,
        async put(key, bytes) {
          await makeFolders(server, dirname(local(key)))
          await writeFile(local(key), bytes)
          await give(server, local(key))
        },
        makeFolder: (key) => makeFolders(server, local(key)),
        async leaveLeftover(key) {
          const hash = createHash('sha256').update(basename(key)).digest('hex').slice(0, 16)
          await makeFolders(server, dirname(local(key)))
          const path = join(dirname(local(key)), `.rittdoc-${hash}-killed.part`)
          await writeFile(path, 'half')
          await give(server, path)
        },
        unreachable: () => new SftpStorage({ ...loginTo(server), port: closedPort }),
        secrets: [server.username, server.password],
        versionStepMs: 1_000,
      }
    },
  })
}

/** Makes folders as the server's user would. */
async function makeFolders(server: Sshd, path: string): Promise<void> {
  const last = path.replace(/\/$/, '')
  const first = await mkdir(last, { recursive: true })
  for (let folder = last; first && folder.length >= first.length; folder = dirname(folder)) await give(server, folder)
}

async function give(server: Sshd, path: string): Promise<void> {
  const { uid, gid } = await stat(server.uploads)
  await chown(path, uid, gid)
}
