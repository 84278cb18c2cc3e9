import { JobScheduler, type JobSchedulerOptions } from '@rittdoc-batch/core'
import { isPostgresUrl, PostgresScheduler, type PostgresSchedulerOptions } from '@rittdoc-batch/registry'
import type { ConfigFile } from '../config/config-schema.ts'

/** Options of {@link createScheduler}. */
export interface CreateSchedulerOptions extends JobSchedulerOptions, Pick<PostgresSchedulerOptions, 'onTrouble'> {
  /** The storage that is looked at: processes of several machines that look at the same one take turns. */
  readonly storage: string
}

/** What runs a job at an interval. */
export type Scheduler = Pick<JobScheduler, 'start' | 'stop' | 'isRunning' | 'nextRunAt'>

/** The schedule of this process, or the one of all machines where they share a database. @throws ConfigError */
export function createScheduler({ registry_db }: ConfigFile, options: CreateSchedulerOptions): Scheduler {
  const { storage, onTrouble, ...job } = options
  if (!isPostgresUrl(registry_db)) return new JobScheduler(job)
  return new PostgresScheduler({ ...job, onTrouble, url: registry_db, name: `scan ${storage}` })
}
