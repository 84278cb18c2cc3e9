/** Storages that `init` writes a section for. */
export const STARTER_STORAGES = ['local', 's3', 'sftp'] as const
/** One of {@link STARTER_STORAGES}. */
export type StarterStorage = (typeof STARTER_STORAGES)[number]

const SECTIONS: Readonly<Record<StarterStorage, string>> = {
  local: `# Books in local folders: <root>/<publisher>/book.pdf becomes <root>/<publisher>/Output XML/book.zip
local:
  enabled: true
  root: "./books"
`,
  s3: `# Books in a bucket: <input_prefix>/<publisher>/book.pdf becomes <input_prefix>/<publisher>/Output XML/book.zip
s3:
  enabled: true
  bucket_name: "your-bucket"
  region: "us-east-1"
  # access_key_id: "\${AWS_ACCESS_KEY_ID}"          # without both: environment, shared files, instance role
  # secret_access_key: "\${AWS_SECRET_ACCESS_KEY}"
  # endpoint_url: "https://s3.example.org"          # of a service that is not AWS
  input_prefix: "sftp"
`,
  sftp: `# Books on a server: <input_prefix>/<publisher>/book.pdf becomes <input_prefix>/<publisher>/Output XML/book.zip
sftp:
  enabled: true
  host: "sftp.example.org"
  port: 22
  username: "rittdoc"
  private_key_path: "~/.ssh/id_ed25519"
  # password: "\${SFTP_PASSWORD}"                   # instead of a key
  known_hosts: "~/.ssh/known_hosts"                 # made by: ssh-keyscan -p 22 sftp.example.org, when you have checked it
  # host_key_fingerprint: "SHA256:…"                # instead of known_hosts
  input_prefix: "sftp"                              # from the root of the server
`,
}

/** What `init` writes: a configuration with every line explained. */
export function starterConfig(storage: StarterStorage): string {
  return `# What runs when no command is given: "cli" for named files, "automated" for the storage below.
mode: automated

${SECTIONS[storage]}
processing:
  supported_formats: [".pdf", ".epub", ".epub3"]
  max_concurrent_jobs: 4      # books converted at the same time
  timeout_seconds: 3600       # limit for one conversion
  max_retries: 3              # retries after the first attempt
  min_age_seconds: 60         # where unfinished uploads show: a file counts as uploaded when it is unchanged for this long

scheduler:
  enabled: false              # true: run again and again
  interval_minutes: 60
  run_on_startup: true

monitor:
  enabled: false              # true: a status page, health and metrics at http://127.0.0.1:9464/

log_level: "INFO"
log_file: "logs/rittdoc.log"
registry_db: "data/file_registry.db"
output_dir: "Output"          # packages of named files: <output_dir>/<publisher>/<book>.zip
`
}
