// A thread: started by path, never imported. It is told whether a checkpoint is wanted; if not, it ends.
import { parentPort, workerData } from 'node:worker_threads'
import SqliteDatabase from 'better-sqlite3'

const sqlite = new SqliteDatabase(workerData as string, { fileMustExist: true })

parentPort?.on('message', (isWanted: boolean) => {
  if (isWanted) {
    sqlite.pragma('wal_checkpoint(PASSIVE)') // waits for nobody, and nobody waits for it
    parentPort?.postMessage(undefined)
  } else {
    sqlite.close()
    parentPort?.close()
  }
})
