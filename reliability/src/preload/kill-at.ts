import { watchContracts } from './watch-contracts.ts'
import { watchS3 } from './watch-s3.ts'
import { watchSftp } from './watch-sftp.ts'
import { watchSql } from './watch-sql.ts'
import { watchSystem } from './watch-system.ts'

// Loaded before the command line (`node --import`): puts checkpoints around what the real classes do. Converter programs
// do not get it. A process dies at a checkpoint as it dies by any kill -9: in the middle of everything else it does.

watchContracts()
watchS3()
watchSftp()
watchSql()
await watchSystem()
