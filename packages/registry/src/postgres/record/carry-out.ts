import type { Connection, PostgresDatabase, Statement } from '../database.ts'
import type { RecordPlan } from './planned-record-store.ts'

/** Writes a plan: a statement for each kind of change, whatever the number of files. */
export async function carryOut(
  db: PostgresDatabase,
  connection: Connection,
  { plan, now }: { readonly plan: RecordPlan; readonly now: string },
): Promise<void> {
  const write = async (statement: Statement, columns: readonly (readonly unknown[])[], ...rest: unknown[]) => {
    if (columns[0]?.length !== 0) await db.rows(statement, [...columns, ...rest], connection)
  }
  const { placed, inserted, changed, setAside, droppedForgotten, adoptedForgotten } = plan
  await write(WRITE.place, placedColumns(placed))
  await write(WRITE.insert, insertedColumns(inserted), now)
  await write(WRITE.change, changeColumns(changed), now)
  await write(WRITE.setAside, changeColumns(setAside))
  await write(WRITE.requeue, [plan.requeued], now)
  await write(WRITE.dropForgotten, [droppedForgotten.map(({ storage }) => storage), keysOf(droppedForgotten)])
  await write(WRITE.adoptForgotten, versionColumns(adoptedForgotten))
  await write(WRITE.keepSightings, versionColumns(plan.keptSightings), now)
  await write(WRITE.dropSightings, versionColumns(plan.droppedSightings).slice(0, 2))
}

function placedColumns(placed: RecordPlan['placed']): unknown[][] {
  const of = <T>(value: (one: RecordPlan['placed'][number]) => T) => placed.map(value)
  return [
    of(({ row }) => row.id),
    of(({ file }) => file.storage),
    of(({ file }) => file.version),
    of(({ file }) => file.sizeBytes),
    of(({ file }) => file.outputStorage),
    of(({ reservation }) => reservation.outputKey),
    of(({ reservation }) => reservation.collision),
    of(({ file }) => file.publisher),
    of(({ file }) => file.filename),
    of(({ file }) => file.format),
  ]
}

function insertedColumns(inserted: RecordPlan['inserted']): unknown[][] {
  const of = <T>(value: (one: RecordPlan['inserted'][number]) => T) => inserted.map(value)
  return [
    of(({ file }) => file.storage),
    of(({ file }) => file.key),
    of(({ file }) => file.publisher),
    of(({ file }) => file.filename),
    of(({ file }) => file.format),
    of(({ file }) => file.sizeBytes),
    of(({ file }) => file.version),
    of(({ file }) => file.outputStorage),
    of(({ reservation }) => reservation.outputKey),
    of(({ reservation }) => reservation.collision),
  ]
}

function changeColumns(changes: RecordPlan['changed']): unknown[][] {
  const { length } = changes
  if (length === 0) return [[]]
  return [
    changes.map(({ row }) => row.id),
    changes.map(({ file }) => file.version),
    changes.map(({ file }) => file.sizeBytes),
  ]
}

function versionColumns(files: RecordPlan['keptSightings']): unknown[][] {
  return [files.map(({ storage }) => storage), keysOf(files), files.map(({ version }) => version)]
}

function keysOf(files: readonly { readonly key: string }[]): string[] {
  return files.map(({ key }) => key)
}

const WRITE = {
  insert: {
    name: 'record-insert',
    text: `INSERT INTO files (storage, s3_key, publisher, filename, file_format, file_size, version, output_storage,
        output_key, output_collision, status, discovered_at, due_at, retry_count)
      SELECT new.*, 'pending', $11::timestamptz, $11::timestamptz, 0
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
        $9::text[], $10::text[]) AS new`,
  },
  place: {
    name: 'record-place',
    text: `UPDATE files SET storage = new.storage, version = COALESCE(files.version, new.version),
        file_size = COALESCE(files.file_size, new.size), output_storage = new.output_storage,
        output_key = new.output_key, output_collision = new.collision, publisher = new.publisher,
        filename = new.filename, file_format = new.format
      FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::text[], $10::text[])
        AS new (id, storage, version, size, output_storage, output_key, collision, publisher, filename, format)
      WHERE files.id = new.id`,
  },
  change: {
    name: 'record-change',
    text: `UPDATE files SET version = new.version, file_size = new.size, status = 'pending', due_at = $4::timestamptz,
        retry_count = 0, attempt = 0, lost = 0, lost_phase = NULL, error_code = NULL, error_message = NULL
      FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS new (id, version, size) WHERE files.id = new.id`,
  },
  setAside: {
    name: 'record-set-aside',
    text: `UPDATE files SET next_version = new.version, next_size = new.size
      FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS new (id, version, size) WHERE files.id = new.id`,
  },
  requeue: {
    name: 'record-requeue',
    text: `UPDATE files SET status = 'pending', due_at = $2::timestamptz, retry_count = 0, lost = 0, lost_phase = NULL,
        error_code = NULL, error_message = NULL WHERE id = ANY($1)`,
  },
  dropForgotten: {
    name: 'record-drop-forgotten',
    text: `DELETE FROM forgotten USING unnest($1::text[], $2::text[]) AS gone (storage, key)
      WHERE forgotten.storage IN (gone.storage, '') AND forgotten.s3_key = gone.key`,
  },
  adoptForgotten: {
    name: 'record-adopt-forgotten',
    text: `UPDATE forgotten SET storage = new.storage, version = new.version
      FROM unnest($1::text[], $2::text[], $3::text[]) AS new (storage, key, version)
      WHERE forgotten.storage = '' AND forgotten.s3_key = new.key`,
  },
  keepSightings: {
    name: 'record-keep-sightings',
    text: `INSERT INTO sightings (storage, s3_key, version, first_seen_at)
      SELECT seen.*, $4::timestamptz FROM unnest($1::text[], $2::text[], $3::text[]) AS seen
      ON CONFLICT (storage, s3_key) DO UPDATE SET version = excluded.version, first_seen_at = excluded.first_seen_at`,
  },
  dropSightings: {
    name: 'record-drop-sightings',
    text: `DELETE FROM sightings USING unnest($1::text[], $2::text[]) AS gone (storage, key)
      WHERE sightings.storage = gone.storage AND sightings.s3_key = gone.key`,
  },
} as const
