import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The tables, the indexes that keep claims flat, and the triggers that hold for every client of the database. */
export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...TABLES, ...INDEXES, ...TRIGGERS]) await sql.raw(statement).execute(db)
  },
}

const TABLES = [
  `CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    publisher TEXT NOT NULL,
    filename TEXT NOT NULL,
    s3_key TEXT NOT NULL,
    file_size INTEGER,
    file_format TEXT,
    status TEXT NOT NULL DEFAULT 'pending',
    discovered_at TIMESTAMP,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    error_message TEXT,
    retry_count INTEGER DEFAULT 0,
    output_path TEXT,
    storage TEXT NOT NULL DEFAULT '',
    version TEXT,
    error_code TEXT,
    output_storage TEXT NOT NULL DEFAULT '',
    output_key TEXT NOT NULL DEFAULT '',
    output_collision TEXT,
    due_at TIMESTAMP,
    attempt INTEGER NOT NULL DEFAULT 0,
    attempt_id INTEGER,
    fence TEXT,
    lease_owner TEXT,
    lease_boot TEXT,
    lease_until REAL,
    phase TEXT,
    lost INTEGER NOT NULL DEFAULT 0,
    lost_phase TEXT,
    recovered INTEGER NOT NULL DEFAULT 0,
    next_version TEXT,
    next_size INTEGER,
    UNIQUE (storage, s3_key)
  )`,
  `CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL,
    version TEXT NOT NULL,
    owner TEXT NOT NULL,
    converter TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    outcome TEXT NOT NULL,
    phase TEXT NOT NULL,
    code TEXT,
    message TEXT,
    duration_ms INTEGER,
    source_sha256 TEXT,
    input_bytes INTEGER,
    output_bytes INTEGER,
    exit_code INTEGER,
    exit_signal TEXT,
    stderr_tail TEXT,
    details TEXT
  )`,
  `CREATE TABLE sightings (
    storage TEXT NOT NULL,
    s3_key TEXT NOT NULL,
    version TEXT NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (storage, s3_key)
  ) WITHOUT ROWID`,
  `CREATE TABLE publishers (
    storage TEXT NOT NULL,
    publisher TEXT NOT NULL,
    waiting INTEGER NOT NULL DEFAULT 0,
    served INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (storage, publisher)
  ) WITHOUT ROWID`,
  'CREATE TABLE paused (publisher TEXT PRIMARY KEY) WITHOUT ROWID',
  `CREATE TABLE forgotten (
    storage TEXT NOT NULL,
    s3_key TEXT NOT NULL,
    version TEXT,
    file_size INTEGER,
    output_storage TEXT NOT NULL,
    output_key TEXT NOT NULL,
    output_collision TEXT,
    PRIMARY KEY (storage, s3_key)
  ) WITHOUT ROWID`,
  `CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    report TEXT NOT NULL
  )`,
  `CREATE TABLE duties (
    name TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    fence TEXT NOT NULL,
    lease_boot TEXT NOT NULL,
    lease_until REAL NOT NULL
  ) WITHOUT ROWID`,
]

const INDEXES = [
  // The next due row of a publisher.
  "CREATE INDEX files_due ON files (storage, publisher, due_at) WHERE status = 'pending'",
  // Rows that somebody works on: few, whatever the size of the table.
  "CREATE INDEX files_processing ON files (storage, publisher) WHERE status = 'processing'",
  // Statistics are read from this index alone.
  'CREATE INDEX files_status ON files (publisher, status)',
  // No two files share a package.
  'CREATE UNIQUE INDEX files_output ON files (output_storage, output_collision) WHERE output_collision IS NOT NULL',
  'CREATE INDEX attempts_file ON attempts (file_id)',
  'CREATE INDEX publishers_turn ON publishers (storage, served, publisher) WHERE waiting > 0',
  'CREATE INDEX forgotten_output ON forgotten (output_storage, output_collision)',
  'CREATE INDEX runs_time ON runs (finished_at)',
]

/** The level from which a publisher starts that had nothing waiting: it neither catches up nor waits for others. */
const LEVEL = 'COALESCE((SELECT MIN(served) FROM publishers WHERE storage = NEW.storage AND waiting > 0), 0)'

const WAIT_MORE = `
    INSERT INTO publishers (storage, publisher, waiting, served) VALUES (NEW.storage, NEW.publisher, 1, ${LEVEL})
    ON CONFLICT (storage, publisher) DO UPDATE SET
      served = CASE WHEN waiting = 0 THEN MAX(served, ${LEVEL}) ELSE served END,
      waiting = waiting + 1;`

const WAIT_LESS = `
    UPDATE publishers SET waiting = waiting - 1 WHERE storage = OLD.storage AND publisher = OLD.publisher;`

/** The time as these tables write it. */
const NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'"

const TRIGGERS = [
  `CREATE TRIGGER files_waiting_insert AFTER INSERT ON files WHEN NEW.status = 'pending' BEGIN ${WAIT_MORE} END`,
  `CREATE TRIGGER files_waiting_delete AFTER DELETE ON files WHEN OLD.status = 'pending' BEGIN ${WAIT_LESS} END`,
  `CREATE TRIGGER files_waiting_begin AFTER UPDATE OF status ON files
    WHEN NEW.status = 'pending' AND OLD.status <> 'pending' BEGIN ${WAIT_MORE} END`,
  // A claim is what takes a row from pending to processing: it counts as served.
  `CREATE TRIGGER files_waiting_end AFTER UPDATE OF status ON files
    WHEN NEW.status <> 'pending' AND OLD.status = 'pending' BEGIN
    UPDATE publishers SET waiting = waiting - 1, served = served + (NEW.status = 'processing')
    WHERE storage = OLD.storage AND publisher = OLD.publisher;
    END`,
  `CREATE TRIGGER files_waiting_move AFTER UPDATE OF publisher, storage ON files
    WHEN NEW.status = 'pending' AND OLD.status = 'pending'
      AND (NEW.publisher <> OLD.publisher OR NEW.storage <> OLD.storage)
    BEGIN ${WAIT_LESS} ${WAIT_MORE} END`,
  // A row that somebody sets to pending by hand is due at once.
  `CREATE TRIGGER files_due_insert AFTER INSERT ON files WHEN NEW.status = 'pending' AND NEW.due_at IS NULL
    BEGIN UPDATE files SET due_at = ${NOW} WHERE id = NEW.id; END`,
  `CREATE TRIGGER files_due_update AFTER UPDATE OF status ON files
    WHEN NEW.status = 'pending' AND OLD.status <> 'pending' AND NEW.due_at IS NULL
    BEGIN UPDATE files SET due_at = ${NOW}, fence = NULL WHERE id = NEW.id; END`,
  // A row that somebody deletes stays known, so that the file is not converted again.
  `CREATE TRIGGER files_forget AFTER DELETE ON files WHEN OLD.storage <> '' BEGIN
    INSERT OR REPLACE INTO forgotten (storage, s3_key, version, file_size, output_storage, output_key, output_collision)
    VALUES (OLD.storage, OLD.s3_key, OLD.version, OLD.file_size, OLD.output_storage, OLD.output_key, OLD.output_collision);
    DELETE FROM attempts WHERE file_id = OLD.id;
    END`,
]
