import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Levels that idle publishers do not hold down, edits by hand that leave nothing half, and dead owners told at opening. */
export const levelsAndHandEdits: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...COLUMNS, ...INDEXES, ...TRIGGERS]) await sql.raw(statement).execute(db)
  },
}

// How many retries the claimer allowed, so that its work can be judged when it is dead.
const COLUMNS = ['ALTER TABLE files ADD COLUMN lease_max_retries INTEGER']

// A row that was inserted by hand has no version until a scan sees its file; it cannot be claimed before.
const INDEXES = [
  'DROP INDEX files_due',
  "CREATE INDEX files_due ON files (storage, publisher, due_at) WHERE status = 'pending' AND version IS NOT NULL",
]

/** The time as these tables write it. */
const NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'"

/**
 * Where a publisher starts that had nothing waiting: beside the least-served one that has something to claim now. It
 * neither catches up with the others nor waits for them. Paused publishers, and those that only wait for a retry, stand
 * still and would pull every newcomer down to where they stopped.
 */
const LEVEL = `(SELECT other.served FROM publishers AS other
      WHERE other.storage = NEW.storage AND other.waiting > 0 AND other.publisher <> NEW.publisher
        AND other.publisher NOT IN (SELECT publisher FROM paused)
        AND EXISTS (SELECT 1 FROM files AS due WHERE due.storage = other.storage AND due.publisher = other.publisher
          AND due.status = 'pending' AND due.version IS NOT NULL AND due.due_at <= ${NOW})
      ORDER BY other.served LIMIT 1)`

const WAIT_MORE = `
    INSERT OR IGNORE INTO publishers (storage, publisher) VALUES (NEW.storage, NEW.publisher);
    UPDATE publishers SET served = CASE WHEN waiting = 0 THEN COALESCE(${LEVEL}, served) ELSE served END,
      waiting = waiting + 1 WHERE storage = NEW.storage AND publisher = NEW.publisher;`

const WAIT_LESS = `
    UPDATE publishers SET waiting = waiting - 1 WHERE storage = OLD.storage AND publisher = OLD.publisher;`

const TRIGGERS = [
  'DROP TRIGGER files_waiting_insert',
  `CREATE TRIGGER files_waiting_insert AFTER INSERT ON files WHEN NEW.status = 'pending' BEGIN ${WAIT_MORE} END`,
  'DROP TRIGGER files_waiting_begin',
  `CREATE TRIGGER files_waiting_begin AFTER UPDATE OF status ON files
    WHEN NEW.status = 'pending' AND OLD.status <> 'pending' BEGIN ${WAIT_MORE} END`,
  'DROP TRIGGER files_waiting_move',
  `CREATE TRIGGER files_waiting_move AFTER UPDATE OF publisher, storage ON files
    WHEN NEW.status = 'pending' AND OLD.status = 'pending'
      AND (NEW.publisher <> OLD.publisher OR NEW.storage <> OLD.storage)
    BEGIN ${WAIT_LESS} ${WAIT_MORE} END`,
  // A row that somebody sets to pending by hand is due at once, also one that waits for a retry.
  'DROP TRIGGER files_due_update',
  `CREATE TRIGGER files_due_update AFTER UPDATE OF status ON files
    WHEN NEW.status = 'pending' AND (NEW.due_at IS NULL
      OR (OLD.status = 'pending' AND NEW.due_at IS OLD.due_at AND NEW.due_at > ${NOW}))
    BEGIN UPDATE files SET due_at = ${NOW}, lost = 0, lost_phase = NULL WHERE id = NEW.id; END`,
  // Whoever worked on a row whose status somebody changes by hand has lost it. Our own statements clear attempt_id.
  `CREATE TRIGGER files_taken_away AFTER UPDATE OF status ON files
    WHEN OLD.status = 'processing' AND NEW.status <> 'processing' AND NEW.attempt_id IS NOT NULL BEGIN
    UPDATE attempts SET outcome = 'lost', finished_at = ${NOW}, message = 'The status of the file was changed by hand'
      WHERE id = NEW.attempt_id AND finished_at IS NULL;
    UPDATE files SET attempt_id = NULL, fence = NULL, lease_owner = NULL, lease_boot = NULL, lease_until = NULL,
      lease_max_retries = NULL, phase = NULL, recovered = 1 WHERE id = NEW.id;
    END`,
  // A row that somebody deletes stays known, also one that no scan has adopted yet: its size speaks for it.
  'DROP TRIGGER files_forget',
  `CREATE TRIGGER files_forget AFTER DELETE ON files BEGIN
    INSERT OR REPLACE INTO forgotten (storage, s3_key, version, file_size, output_storage, output_key, output_collision)
    VALUES (OLD.storage, OLD.s3_key, OLD.version, OLD.file_size, OLD.output_storage, OLD.output_key, OLD.output_collision);
    DELETE FROM attempts WHERE file_id = OLD.id;
    END`,
]
