/** What `init` writes: a tree of local folders, to be turned into S3 or SFTP later. */
export const STARTER_CONFIG = `# What runs when no command is given: "cli" for named files, "automated" for the storage below.
mode: automated

# Books in local folders: <root>/<publisher>/book.pdf becomes <root>/<publisher>/Output XML/book.zip
local:
  enabled: true
  root: "./books"

processing:
  supported_formats: [".pdf", ".epub", ".epub3"]
  max_concurrent_jobs: 4      # books converted at the same time
  timeout_seconds: 3600       # limit for one conversion
  max_retries: 3              # retries after the first attempt
  min_age_seconds: 60         # a file counts as uploaded when it has not changed for this long

scheduler:
  enabled: false              # true: run again and again
  interval_minutes: 60
  run_on_startup: true

log_level: "INFO"
log_file: "logs/rittdoc.log"
registry_db: "data/file_registry.db"
output_dir: "Output"          # packages of named files: <output_dir>/<publisher>/book.zip
`
