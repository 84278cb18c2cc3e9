export { CommandConverter } from './command/command-converter.ts'
export type { CommandConverterOptions } from './command/command-options.ts'
export * from './contracts/converter.ts'
export * from './contracts/registry.ts'
export * from './contracts/storage.ts'
export { BatchProcessor } from './engine/batch-processor.ts'
export type { AttemptInfo, BatchEmitter, BatchEventName, BatchEvents } from './engine/events.ts'
export type { AddFilesOptions, AddFilesReport } from './engine/files/add-files.ts'
export type { BatchHooks } from './engine/hooks.ts'
export type { ProcessOptions, RunOptions, WorkOptions } from './engine/method-options.ts'
export type { BatchProcessorOptions } from './engine/options.ts'
export type { PlanEntry } from './engine/plan.ts'
export {
  type FileResult,
  type ProcessReport,
  REPORT_LIST_LIMIT,
  type RunReport,
  type ScanReport,
} from './engine/report.ts'
export type { Finding, FindingKind, Repair, VerifyReport } from './engine/verify/finding.ts'
export type { VerifyOptions } from './engine/verify/verify.ts'
export * from './errors.ts'
export type { FileDigests } from './hashing/file-hasher.ts'
export { FollowingHash, type FollowingHashOptions } from './hashing/following-hash.ts'
export type { PlacedDigest, PlacedFile, ReadBytes, ReadFile } from './hashing/hash-orders.ts'
export { SMALL_FILE_BYTES, withSharedBlock } from './hashing/shared-block.ts'
export { placeFile, readSmallFile } from './hashing/small-file.ts'
export { type BesideInputOptions, besideInput, type Layout, normalisePrefix, perPublisher } from './layout.ts'
export { LocalStorage, type LocalStorageOptions } from './local/local-storage.ts'
export { checkPackage, type PackageCheckOptions } from './package-check/check-package.ts'
export type { PackageLimits, PackageSummary } from './package-check/read-entries.ts'
export { currentOwner, type Owner, ownerIsDead } from './process/owner.ts'
export {
  type SuperviseIpc,
  type SuperviseOptions,
  type SuperviseResult,
  superviseProcess,
} from './process/supervise.ts'
export { sweepOrphans } from './process/sweep-orphans.ts'
export { baseName, folderName, type ParsedName, parseName } from './rules/file-name.ts'
export { collisionKey, outputName } from './rules/output-name.ts'
export { type PassOver, type PassOverReason, passOver } from './rules/pass-over.ts'
export { isRetryable, MAX_RETRY_DELAY_MS, mayBeOutage, retryDelayMs } from './rules/retry.ts'
export { isSettled, LOOK_INTERVAL_MS, type Sighting } from './rules/settling.ts'
export { isTemporaryNameOf, temporaryName } from './rules/temporary-name.ts'
export { JobScheduler, type JobSchedulerOptions } from './schedule/job-scheduler.ts'
export { type RunJobOptions, runJob } from './schedule/run-job.ts'
