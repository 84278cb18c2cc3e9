import { type BatchProcessorOptions, besideInput, type ConvertOptions, perPublisher } from '@rittdoc-batch/core'
import type { ConfigFile } from '../config/config-schema.ts'

/** The mode that a batch is made for. */
export type Mode = ConfigFile['mode']

type EngineOptions = Omit<BatchProcessorOptions, 'storage' | 'output' | 'registry' | 'converter'>

/** The configuration's key names and units as the engine has them: the one place where they meet. */
export function engineOptions(config: ConfigFile, mode: Mode): EngineOptions {
  const { processing } = config
  return {
    ...placesOf(config, mode),
    formats: processing.supported_formats,
    maxConcurrentJobs: processing.max_concurrent_jobs,
    maxJobsPerPublisher: processing.max_jobs_per_publisher,
    timeoutMs: processing.timeout_seconds * 1_000,
    transferTimeoutMs: processing.transfer_timeout_seconds * 1_000,
    storageTimeoutMs: processing.storage_timeout_seconds * 2_000, // behind that of the storage itself
    maxRetries: processing.max_retries,
    retryFailed: processing.retry_failed,
    retryDelayMs: processing.retry_delay_seconds * 1_000,
    minAgeMs: mode === 'cli' ? 0 : processing.min_age_seconds * 1_000,
    shutdownGraceMs: processing.shutdown_grace_seconds * 1_000,
    memoryLimitBytes: processing.memory_limit_mb * 1024 ** 2,
    convertOptions: (publisher) => convertOptions(config, publisher),
  }
}

function placesOf(config: ConfigFile, mode: Mode): Pick<EngineOptions, 'inputPrefix' | 'layout'> {
  if (mode === 'cli') return { layout: perPublisher() }
  const inputPrefix = inputSection(config).input_prefix
  const outputPrefix = config.output?.prefix
  return { inputPrefix, layout: besideInput({ inputPrefix, outputPrefix }) }
}

/** The section that says where books lie in automated mode. */
function inputSection({ s3, sftp, local }: ConfigFile): { readonly input_prefix: string } {
  if (local.enabled) return local
  return sftp.enabled && !s3.enabled ? sftp : s3
}

function convertOptions({ processing, converter }: ConfigFile, publisher: string): ConvertOptions {
  const own = Object.hasOwn(converter.metadata, publisher) // a publisher may be called constructor
  const metadata = own ? converter.metadata[publisher] : undefined
  return { fontOnlyStructure: processing.font_only_structure, require: converter.require, metadata }
}
