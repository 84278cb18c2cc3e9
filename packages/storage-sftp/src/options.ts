/** Options of {@link SftpStorage}. At least one of `password`, `privateKey` and `agent` is needed. */
export interface SftpStorageOptions {
  /** Name or address of the server. */
  readonly host: string
  /** From 1 to 65535. @default 22 */
  readonly port?: number | undefined
  /** Name to log in with. */
  readonly username: string
  /** Also answers the questions of a server that asks for it interactively. Tried after keys. */
  readonly password?: string | undefined
  /** Content of a private key file (OpenSSH, PEM or PuTTY format). Tried first. */
  readonly privateKey?: string | Uint8Array | undefined
  /** Passphrase of an encrypted `privateKey`. */
  readonly passphrase?: string | undefined
  /** Path of the socket of an SSH agent. Tried after `privateKey`. */
  readonly agent?: string | undefined
  /**
   * The only host key to accept, as `SHA256:…` (as `ssh-keygen -l` prints it). `knownHosts` and `knownHostsFiles` are
   * then not looked at.
   */
  readonly hostKeyFingerprint?: string | undefined
  /** Text of a known_hosts file with the host keys to accept. */
  readonly knownHosts?: string | undefined
  /**
   * Known_hosts files with the host keys to accept; read by `open`. `~/` is the home directory of this process's user,
   * and a file that is not there counts as empty. @default ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts, unless
   *   `knownHosts` is given
   */
  readonly knownHostsFiles?: readonly string[] | undefined
  /**
   * Absolute path of the folder on the server that keys are below. Links that lead out of it are not followed.
   * @default '/', so that a key is a whole path, whoever logs in
   */
  readonly root?: string | undefined
  /** The most connections at the same time, from 1 to 64; each carries one transfer at a time. @default 4 */
  readonly maxConnections?: number | undefined
  /** How long a connection may take until it can be used, in milliseconds. @default 20_000 */
  readonly connectTimeoutMs?: number | undefined
  /**
   * How long the server may leave every open question without an answer before the connection counts as dead, in
   * milliseconds. A transfer may take any time as long as something moves. @default 60_000
   */
  readonly answerTimeoutMs?: number | undefined
  /** Connections that nobody has used for so long are ended, in milliseconds. @default 60_000 */
  readonly idleTimeoutMs?: number | undefined
  /**
   * Transfers by one small request after the other, as a plain stream does, instead of many large ones at the same
   * time: slower, for servers that garble those. @default false
   */
  readonly plainStreams?: boolean | undefined
}
