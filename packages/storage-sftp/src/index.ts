export type { HostKey } from './host-key/host-key-policy.ts'
export type { SftpStorageOptions } from './options.ts'
export { SftpStorage } from './sftp-storage.ts'
