export type { SftpStorageOptions } from './options.ts'
export { SftpStorage } from './sftp-storage.ts'
