import { resolve } from 'node:path'
import {
  baseName,
  type ErrorCode,
  LocalStorage,
  normalisePrefix,
  perPublisher,
  type Storage,
} from '@rittdoc-batch/core'
import { SftpStorage } from '@rittdoc-batch/storage-sftp'
import { createStorages, type Storages, type Surroundings } from '../compose/create-storage.ts'
import { engineOptions } from '../compose/settings.ts'
import type { ConfigFile } from '../config/config-schema.ts'
import { checkBooks } from './check-books.ts'
import { existingFolder } from './check-folder.ts'
import { checkPackages } from './check-packages.ts'
import type { Examination } from './examination.ts'

/** Looks at the storages of automated mode: connection, host key, books, and whether packages can be put. */
export async function checkStorages(
  examination: Examination,
  config: ConfigFile,
  surroundings: Surroundings,
): Promise<void> {
  let storages: Storages | undefined
  const look = async () => {
    storages = await createStorages(config, 'automated', surroundings)
    const { storage, output } = storages
    return storage === output ? storage.id : `books on ${storage.id}, packages on ${output.id}`
  }
  if (!(await examination.check({ name: 'storage', area: 'storage', look })) || storages === undefined) return
  try {
    await lookAt(examination, config, storages)
  } finally {
    await Promise.allSettled([storages.storage.close(), storages.output.close()])
  }
}

async function lookAt(examination: Examination, config: ConfigFile, { storage, output }: Storages): Promise<void> {
  const { inputPrefix: given = '', layout = perPublisher() } = engineOptions(config, 'automated')
  const inputPrefix = normalisePrefix(given)
  let publisher: string | undefined
  if (await connect(examination, 'connection', storage)) {
    const onPublisher = (prefix: string) => {
      publisher = baseName(prefix.slice(0, -1))
    }
    await examination.check(checkBooks({ storage, layout, inputPrefix }, onPublisher))
  } else if (storage === output) return
  if (storage !== output && !(await connect(examination, 'connection 2', output))) return
  const folder =
    publisher === undefined
      ? normalisePrefix(config.output?.prefix ?? inputPrefix)
      : layout.outputFolder({ publisher, key: `${inputPrefix}${publisher}/book.pdf` })
  // Where a listing shows only whole objects, requests over HTTP are signed; the others have a connection that is.
  await checkPackages(examination, { output, folder, signsRequests: !output.traits.partialVisible })
}

async function connect(examination: Examination, name: string, storage: Storage): Promise<boolean> {
  const isOpen = await examination.check({
    ...{ name, area: 'storage', cure: (code) => cureOf(storage, code) },
    async look(signal) {
      await storage.open({ signal })
      return `${storage.id} lets us in`
    },
  })
  const key = storage instanceof SftpStorage ? storage.hostKey : undefined
  if (key !== undefined) {
    const text = `${key.type} ${key.fingerprint}, as in ${key.trustedBy}`
    examination.add({ check: 'host key', area: 'storage', verdict: 'pass', text, ms: 0 })
  }
  return isOpen
}

/** What to do where the message of the storage does not say so. */
function cureOf(storage: Storage, code: ErrorCode): string | undefined {
  if (code === 'denied' && storage instanceof SftpStorage)
    return 'Correct username, password or key in the section sftp'
  if (code === 'not_found' && storage instanceof LocalStorage) return 'Make it, or correct local.root'
  const cannotBeReached = code === 'unavailable' || code === 'timeout'
  return cannotBeReached ? 'Look at address and port, at firewalls on the way, and whether the server runs' : undefined
}

/** Looks at the folder for packages of named files, which need not be there yet. */
export async function checkOutputFolder(examination: Examination, outputDir: string): Promise<void> {
  const wanted = resolve(outputDir)
  const root = await existingFolder(wanted).catch(() => wanted) // what is wrong with it is told by the first step
  await checkPackages(examination, { output: new LocalStorage({ root }), folder: '', signsRequests: false })
}
