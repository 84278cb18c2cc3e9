import { join } from 'node:path'
import type { ServerFolder } from './server-folder.ts'
import type { HostKeyType, SshdOptions } from './sshd-options.ts'

const ALL_TYPES: readonly HostKeyType[] = ['ed25519', 'ecdsa', 'rsa']

/** The types of host key that a server with these options shows. */
export function shownTypes({ hostKeys = ALL_TYPES }: SshdOptions): readonly HostKeyType[] {
  return hostKeys
}

/** The text of sshd_config. */
export function sshdConfig(folder: ServerFolder, port: number, options: SshdOptions): string {
  const sftp = ['internal-sftp', ...(options.sftpArguments ?? [])].join(' ')
  return [
    ...(options.config ?? []), // first: the first value of a keyword counts
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...shownTypes(options).map((type) => `HostKey ${join(folder.etc, `host_${type}`)}`),
    'PidFile none',
    `AuthorizedKeysFile ${join(folder.etc, 'authorized_keys')}`,
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'PermitRootLogin no',
    `AllowUsers ${folder.username}`,
    'MaxStartups 100:30:200',
    'MaxSessions 50',
    'LogLevel VERBOSE',
    'X11Forwarding no',
    'AllowTcpForwarding no',
    `Subsystem sftp ${sftp}`,
    `Match User ${folder.username}`,
    ...(options.command === undefined
      ? [`  ChrootDirectory ${folder.root}`, `  ForceCommand ${sftp}`]
      : [`  ForceCommand ${options.command}`]),
    '',
  ].join('\n')
}
