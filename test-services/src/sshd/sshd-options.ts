import type { Expired } from './user-account.ts'

/** Types of host keys. */
export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa'

/** Options of {@link startSshd}. */
export interface SshdOptions {
  /** Host keys that the server shows. @default all three */
  readonly hostKeys?: readonly HostKeyType[]
  /** Further lines of sshd_config, for example `MaxStartups 2:100:2`. @default [] */
  readonly config?: readonly string[]
  /** Arguments of the server's SFTP part: `-R` (read only), `-P posix-rename` (requests that it denies). @default [] */
  readonly sftpArguments?: readonly string[]
  /** A shell command that the server runs in place of its SFTP part; the session is then not confined to a folder. */
  readonly command?: string
  /** Puts the upload folder on a disk of its own of this size, in bytes. @default on the disk of everything else */
  readonly diskBytes?: number
  /** Lets in an account of which this has expired. @default an account that is good */
  readonly expired?: Expired
}

/** A private key, in text as the file has it. */
export interface UserKey {
  readonly privateKey: string
  /** Where it is encrypted. */
  readonly passphrase?: string
}

/** An OpenSSH server on loopback, for one user. */
export interface Sshd {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  /** Keys that the user may log in with, and one that nobody knows. */
  readonly keys: { readonly plain: UserKey; readonly encrypted: UserKey; readonly stranger: UserKey }
  /** The folder that the user sees as `/`, on this machine. The user may not write there. */
  readonly root: string
  /** The folder that the user sees as `/upload`, on this machine. The user may write there. */
  readonly uploads: string
  /** Public host keys as known_hosts has them: type and base64. */
  readonly hostKeys: Readonly<Record<HostKeyType, string>>
  /** A known_hosts text with every key that the server shows. */
  readonly knownHosts: string
  /** Starts an agent that holds the plain key. @returns path of its socket */
  startAgent(): Promise<string>
  /** What the server has logged so far. */
  log(): Promise<string>
  /** Kills every session; the server goes on. @returns how many processes were killed */
  killSessions(): Promise<number>
  /** Ends everything and removes the folder. */
  stop(): Promise<void>
}
