import { SftpStorage, type SftpStorageOptions } from '@rittdoc-batch/storage-sftp'
import { onTestFinished } from 'vitest'

/** A storage that is closed when the test has ended. */
export function useStorage(options: SftpStorageOptions): SftpStorage {
  const storage = new SftpStorage(options)
  onTestFinished(() => storage.close())
  return storage
}
