import { join } from 'node:path'
import { type Sshd, startSshd } from '@rittdoc-batch/test-services'
import { FolderTree } from './folder-tree.ts'
import type { Place } from './place.ts'

/** An OpenSSH server of its own. */
export async function openSftpPlace(): Promise<Place & Pick<Sshd, 'keys'>> {
  const sshd = await startSshd({ config: ['MaxStartups 100'] })
  const { host, port, username, password } = sshd
  return {
    name: 'sftp',
    keys: sshd.keys,
    server: { host, port },
    makeTree: (name, { through = { host, port } } = {}) => {
      const knownHosts = sshd.knownHosts.replaceAll(`[${host}]:${port}`, `[${through.host}]:${through.port}`)
      const sftp = { enabled: true, ...through, username, password, input_prefix: `/upload/${name}` }
      const access = { sections: { sftp }, homeFiles: { '.ssh/known_hosts': knownHosts } }
      return new FolderTree(join(sshd.uploads, name), access).open()
    },
    close: () => sshd.stop(),
  }
}
