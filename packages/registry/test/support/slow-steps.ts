/**
 * Steps of a query plan that look at rows nobody asked for, or sort what an index does not give in order. A search that
 * has no more than an id to begin at, or no more than a storage, is a scan in disguise.
 */
const SLOW = [
  /^SCAN (files|due|attempts|forgotten|sightings|publishers|other|runs)\b/,
  /^SEARCH files USING (COVERING )?INDEX sqlite_autoindex_files_1 \(storage=\?\)$/,
  /^SEARCH files USING INTEGER PRIMARY KEY \(rowid[<>]/,
  /TEMP B-TREE/,
]

interface Exception {
  readonly step: RegExp
  /** The statements in which the step may stand. */
  readonly of: RegExp
}

/** The slow steps that may stand. */
const ALLOWED: readonly Exception[] = [
  // Statistics count every file, from the index alone.
  {
    step: /^SCAN files USING COVERING INDEX files_status$/,
    of: /^select "publisher", "status", count\(\*\) as "files" from "files" group by "publisher", "status"/,
  },
  // The index holds only files in work, and all of them are asked for.
  { step: /^SCAN files USING INDEX files_processing$/, of: /FROM files WHERE status = 'processing'$/ },
  // A filter that has no index, or none at all: a page of the table in order, which ends at its limit or its last id.
  {
    step: /^(SCAN files|SEARCH files USING INTEGER PRIMARY KEY \(rowid[<>]\?( AND rowid[<>]\?)?\))$/,
    of: /^select ("id"|\*) from "files" where 1 = 1.* order by "id" (asc|desc) limit \?/,
  },
  // A change of everything, of a whole storage, or of every file with a part in its name.
  { step: /^SCAN files$/, of: /^(update "files" set .*|delete from "files") where \(1 = 1\)/ },
  // One key has at most one row a storage.
  { step: /^USE TEMP B-TREE FOR ORDER BY$/, of: /^select ("id"|\*) from "files" where storage IN \(WITH RECURSIVE/ },
  // As many rows as the caller named files.
  { step: /^USE TEMP B-TREE FOR ORDER BY$/, of: /^SELECT id, publisher FROM files WHERE id IN \(SELECT value/ },
  // No more than the first row is asked for.
  { step: /./, of: /^SELECT 1 FROM forgotten LIMIT 1$/ },
  { step: /./, of: /^SELECT 1 FROM files WHERE storage = ''\s+UNION ALL SELECT 1 FROM .* LIMIT 1$/ },
  // A thousand runs are kept, and the newest are read from an index in their order.
  {
    step: /^SCAN runs/,
    of: /^(delete from "runs" where "id" not in|select \* from "runs" order by "finished_at" desc limit)/,
  },
  // There are as many rows as publishers.
  { step: /^SCAN publishers$/, of: /^update "publishers" set "served" = COALESCE/ },
  // Kysely's look at the tables when it migrates.
  { step: /./, of: /from "sqlite_master"/ },
]

/** The steps of a statement's plan that are slow at a million rows, but for those that are known and may stand. */
export function slowSteps(statement: string, plan: readonly string[]): string[] {
  const isAllowed = (detail: string) => ALLOWED.some(({ step, of }) => step.test(detail) && of.test(statement))
  return plan.filter((detail) => SLOW.some((slow) => slow.test(detail)) && !isAllowed(detail))
}
