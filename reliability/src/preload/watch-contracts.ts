import { DocbookConverter } from '@rittdoc-batch/converter-docbook'
import { CommandConverter, type ConvertJob, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { SftpStorage } from '@rittdoc-batch/storage-sftp'
import { checkpoint } from './checkpoint.ts'
import { replace, watchMethod } from './watch-method.ts'

const OF_STORAGE = ['open', 'list', 'stat', 'download', 'upload', 'sweep', 'close']
const OF_REGISTRY = ['open', 'record', 'claim', 'renew', 'settle', 'noteRun', 'withDuty', 'close']

/** Every call of the contracts, on the real classes. */
export function watchContracts(): void {
  for (const { prototype } of [LocalStorage, S3Storage, SftpStorage]) {
    for (const name of OF_STORAGE) watchMethod(prototype, name, `storage.${name}`)
  }
  for (const name of OF_REGISTRY) watchMethod(FileRegistry.prototype, name, `registry.${name}`)
  for (const { prototype } of [DocbookConverter, CommandConverter]) {
    watchProgress(prototype)
    watchMethod(prototype, 'convert', 'converter.convert')
  }
}

/** Each word of a converter that it has come so far: moments while its program runs. */
function watchProgress(prototype: object): void {
  replace(prototype, 'convert', (real) => {
    return function (this: unknown, ...args) {
      const job = args[0] as ConvertJob
      const progress: ConvertJob['progress'] = (fraction, step) => {
        checkpoint('converter.progress', 'before')
        job.progress(fraction, step)
      }
      return Reflect.apply(real, this, [{ ...job, progress }])
    }
  })
}
