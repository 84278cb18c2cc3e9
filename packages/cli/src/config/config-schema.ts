import { z } from 'zod'
import { notifications } from './notifications-schema.ts'

/** Where the documented file shows "", the key counts as not set. */
const text = (description: string) => z.string().min(1).optional().describe(description)
const flag = (value: boolean, description: string) => z.boolean().default(value).describe(description)
const count = (value: number, lowest: number, highest: number, description: string) =>
  z.int().min(lowest).max(highest).default(value).describe(description)

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'WARN', 'ERROR', 'CRITICAL'] as const
const FIELDS = ['isbn', 'title', 'author', 'publisher', 'pubdate'] as const
const DAY_SECONDS = 86_400
const argv = z.array(z.string().min(1)).min(1)

const s3 = z.strictObject({
  enabled: flag(false, 'Whether books lie on S3.'),
  bucket_name: text('Name of the bucket.'),
  region: z.string().min(1).default('us-east-1').describe('Region of the bucket.'),
  access_key_id: text(
    'Access key; absent: the usual places of the AWS SDK (environment, shared files, instance role).',
  ),
  secret_access_key: text('Secret of the access key.'),
  endpoint_url: text('Address of an S3 service that is not AWS.'),
  input_prefix: z.string().default('sftp').describe("Prefix of the publishers' folders, with or without slashes."),
  use_sftp: flag(false, 'Reach the books over SFTP instead, with the sftp section.'),
  checksums: z
    .enum(['when_required', 'when_supported'])
    .optional()
    .describe('When requests carry checksums; when_required if an endpoint is set.'),
})

const sftp = z.strictObject({
  enabled: flag(false, 'Whether books lie on an SFTP server.'),
  host: text('Host name or address.'),
  port: count(22, 1, 65_535, 'Port.'),
  username: text('Name to log in with.'),
  password: text('Password; better as a reference to an environment variable.'),
  private_key_path: text('File with the private key.'),
  passphrase: text('Passphrase of the private key.'),
  known_hosts: z.string().min(1).default('~/.ssh/known_hosts').describe('File with the keys of trusted servers.'),
  host_key_fingerprint: text('SHA256 fingerprint that the server must show, instead of known_hosts.'),
  input_prefix: z.string().default('sftp').describe("Prefix of the publishers' folders, with or without slashes."),
  max_connections: count(4, 1, 64, 'Connections at the same time.'),
})

const local = z.strictObject({
  enabled: flag(false, 'Whether books lie in a local folder tree.'),
  root: text("Folder that holds the publishers' folders."),
  input_prefix: z.string().default('').describe("Prefix of the publishers' folders below the root."),
})

const output = z.strictObject({
  storage: z.enum(['s3', 'sftp', 'local']).describe('Section whose connection is used for packages.'),
  prefix: z.string().default('').describe("Prefix of the publishers' folders there."),
})

const processing = z.strictObject({
  supported_formats: z
    .array(z.string().regex(/^\.[^./\s]+$/, 'Expected an extension with its dot, such as ".pdf"'))
    .min(1)
    .default(['.pdf', '.epub', '.epub3'])
    .describe('Extensions that are books.'),
  max_concurrent_jobs: count(4, 1, 1_024, 'Books converted at the same time.'),
  max_jobs_per_publisher: z
    .int()
    .min(1)
    .max(1_024)
    .optional()
    .describe('Most of those that may be of one publisher, over all processes and machines; absent: no limit.'),
  timeout_seconds: count(3_600, 1, 24 * DAY_SECONDS, 'Limit for one conversion.'),
  font_only_structure: flag(false, 'Decide structure from font sizes alone (PDF).'),
  retry_failed: flag(true, 'Whether failed attempts are repeated.'),
  max_retries: count(3, 0, 1_000, 'Retries after the first attempt.'),
  retry_delay_seconds: count(30, 0, DAY_SECONDS, 'Wait before the first retry; doubles with each.'),
  min_age_seconds: count(
    60,
    0,
    DAY_SECONDS,
    'Age at which a file counts as uploaded where unfinished uploads show; 0 switches the rule off.',
  ),
  lease_seconds: count(60, 3, DAY_SECONDS, 'How long a claim lasts without being renewed.'),
  poll_seconds: count(5, 1, 3_600, 'How often a waiting worker looks for work that nobody told it of.'),
  shutdown_grace_seconds: count(60, 0, DAY_SECONDS, 'How long running conversions may go on after a signal.'),
  storage_timeout_seconds: count(
    60,
    1,
    DAY_SECONDS,
    'How long a storage may leave a call, or a transfer, without a sign.',
  ),
  transfer_timeout_seconds: count(3_600, 1, 24 * DAY_SECONDS, 'Limit for one download or upload.'),
  memory_limit_mb: count(4_096, 64, 1_048_576, 'Memory of one conversion.'),
})

const metadata = z.strictObject({
  isbn: text('ISBN where the book states none.'),
  title: text('Title where the book states none.'),
  author: text('Author where the book states none.'),
  publisher: text('Publisher where the book states none.'),
  pubdate: text('Date of publication where the book states none.'),
})

const converter = z.strictObject({
  type: z.enum(['docbook', 'command']).default('docbook').describe('The embedded converter, or a program of yours.'),
  command: z
    .union([argv, z.record(z.string(), argv)])
    .optional()
    .describe(
      'Program and arguments, or one such list per extension; {input} {output_dir} {output} {publisher} are filled in.',
    ),
  font_only_args: z
    .union([z.array(z.string()), z.record(z.string(), z.array(z.string()))])
    .default([])
    .describe('Arguments added when font_only_structure is set, or one such list per extension.'),
  output_patterns: z
    .array(z.string().min(1))
    .min(1)
    .default(['*.zip'])
    .describe('Names of results, in order of preference.'),
  failure_patterns: z.array(z.string().min(1)).default([]).describe('Names of files that mean failure.'),
  require: z.array(z.enum(FIELDS)).default([]).describe('Metadata without which a book fails.'),
  metadata: z.record(z.string(), metadata).default({}).describe('By publisher: metadata for books that state none.'),
  dtd: text('DTD file that packages are validated against.'),
  rules: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe('By publisher: file of a module that exports a bookRule, which changes its books (docbook only).'),
})

const scheduler = z.strictObject({
  enabled: flag(false, 'Run again and again in automated mode.'),
  interval_minutes: count(60, 1, 34_560, 'Time from one start to the next.'),
  run_on_startup: flag(false, 'Begin with a run instead of a wait.'),
  run_timeout_minutes: count(
    1_440,
    1,
    34_560,
    'A run that takes longer is told to stop as by a signal; the next one goes on where it stopped.',
  ),
})

const monitor = z.strictObject({
  enabled: flag(false, 'Serve health, metrics and a status page.'),
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  port: count(9_464, 1, 65_535, 'Port to listen on.'),
  token: text('Token that changes need, and reading from other machines.'),
  allowed_hosts: z
    .array(z.string().min(1))
    .default([])
    .describe('Names under which a proxy on this machine serves the page.'),
})

/** The configuration file: every documented key with its meaning, and ours. */
export const configSchema = z.strictObject({
  mode: z.enum(['cli', 'automated']).default('cli').describe('What runs when no command is given.'),
  log_level: z.enum(LEVELS).default('INFO').describe('Least level that is logged.'),
  log_file: z.string().min(1).nullable().default('logs/rittdoc.log').describe('Log file; null for none.'),
  log_format: z.enum(['text', 'json']).default('text').describe('Form of log lines.'),
  registry_db: z
    .string()
    .min(1)
    .default('data/file_registry.db')
    .describe('Database file of the registry, or postgres://user@host:5432/database.'),
  output_dir: z.string().min(1).default('Output').describe('Folder for packages in CLI mode.'),
  s3: s3.prefault({}).describe('Books on S3.'),
  sftp: sftp.prefault({}).describe('Books on an SFTP server.'),
  local: local.prefault({}).describe('Books in a local folder tree.'),
  output: output.optional().describe('Another place for packages; absent: beside the books.'),
  processing: processing.prefault({}).describe('How books are processed.'),
  converter: converter.prefault({}).describe('What converts them.'),
  scheduler: scheduler.prefault({}).describe('When runs take place.'),
  monitor: monitor.prefault({}).describe('Looking inside a running system.'),
  notifications: notifications.prefault({}).describe('Who is told what.'),
  mongodb: z.unknown().optional().describe('Ignored: a section of the Python system.'),
})

/** A valid configuration, with defaults filled in and the file's own key names. */
export type ConfigFile = z.output<typeof configSchema>
