/** A kind of storage to try things on, with its server where it has one. */
export interface Place {
  readonly name: 'local' | 's3' | 'sftp'
  /** An empty tree of its own; the name tells it from others. */
  makeTree(name: string, options?: TreeOptions): Promise<Tree>
  /** Where its server listens; undefined where there is none. */
  readonly server: Address | undefined
  /** Ends what it started. */
  close(): Promise<void>
}

/** Where a server listens. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** How a tree is reached. */
export interface TreeOptions {
  /** A proxy to go through. @default the server itself */
  readonly through?: Address | undefined
}

/** What lies below one prefix of a storage. Keys are relative to it. */
export interface Tree {
  /** Sections of config.yaml that name it, as JSON. */
  readonly sections: object
  /** Files that the command line needs in its home folder, for example known_hosts. */
  readonly homeFiles: Readonly<Record<string, string>>
  put(key: string, bytes: Buffer): Promise<void>
  /** Everything that stands there, by its key. */
  read(): Promise<Map<string, Buffer>>
  /** Uploads that were begun and neither finished nor given up, as the server tells. */
  openUploads(): Promise<string[]>
  remove(): Promise<void>
}
