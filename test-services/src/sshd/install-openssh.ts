import { whyNotInstalled } from '../debian-packages.ts'

/** The server's program. sshd insists on being started by its absolute path. */
export const SSHD = '/usr/sbin/sshd'

/**
 * Makes sure that OpenSSH is there, installing it where that is possible and not forbidden.
 * @returns why it cannot be used; undefined when it can
 */
export async function whyNoOpenSsh(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the starter knows Linux only'
  if (process.getuid?.() !== 0) return 'sshd with passwords and chroots must be started by root'
  return whyNotInstalled({
    name: 'OpenSSH',
    programs: [SSHD, '/usr/bin/ssh-keygen', '/usr/bin/ssh-agent', '/usr/bin/ssh-add', '/usr/bin/setpriv'],
    packages: ['openssh-server', 'openssh-client', 'util-linux'],
  })
}
