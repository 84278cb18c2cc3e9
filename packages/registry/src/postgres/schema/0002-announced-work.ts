import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { WORK_CHANNEL } from '../work-channel.ts'

/** Whoever makes files due tells those who wait, in the transaction that does it: a scan, a retry, an edit by hand. */
export const announcedWork: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

/** The server tells the same only once in a transaction. Several registries may share a database. */
const tell = (storages: string) =>
  `PERFORM pg_notify('${WORK_CHANNEL}', TG_TABLE_SCHEMA || ' ' || storage) FROM ${storages};`

const fn = (name: string, body: string) =>
  `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NULL; END $$`

const STATEMENTS = [
  fn(
    'files_announce_inserted',
    tell(`(SELECT DISTINCT storage FROM inserted
      WHERE status = 'pending' AND version IS NOT NULL AND due_at <= clock_timestamp()) AS due`),
  ),
  fn('files_announce_updated', tell('(SELECT NEW.storage) AS due')),
  fn(
    'paused_announce_resumed',
    tell('(SELECT DISTINCT storage FROM publishers WHERE publisher = OLD.publisher AND due_hint IS NOT NULL) AS due'),
  ),
  `CREATE TRIGGER files_announce_inserted AFTER INSERT ON files REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION files_announce_inserted()`,
  `CREATE TRIGGER files_announce_updated AFTER UPDATE ON files FOR EACH ROW
    WHEN (NEW.status = 'pending' AND NEW.version IS NOT NULL AND NEW.due_at <= clock_timestamp()
      AND (OLD.status <> 'pending' OR OLD.due_at IS DISTINCT FROM NEW.due_at))
    EXECUTE FUNCTION files_announce_updated()`,
  `CREATE TRIGGER paused_announce_resumed AFTER DELETE ON paused FOR EACH ROW
    EXECUTE FUNCTION paused_announce_resumed()`,
]
