import SqliteDatabase from 'better-sqlite3'

/** A row as the Python system writes it. */
export interface PythonRow {
  readonly publisher: string
  readonly filename: string
  readonly s3_key: string
  readonly file_size: number | null
  readonly file_format: string | null
  readonly status: string
  readonly discovered_at: string | null
  readonly started_at: string | null
  readonly completed_at: string | null
  readonly error_message: string | null
  readonly retry_count: number | null
  readonly output_path: string | null
}

/** The schema that the Python system makes. */
export const PYTHON_SCHEMA = `CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    publisher TEXT NOT NULL,
    filename TEXT NOT NULL,
    s3_key TEXT NOT NULL UNIQUE,
    file_size INTEGER,
    file_format TEXT,
    status TEXT NOT NULL,
    discovered_at TIMESTAMP,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    error_message TEXT,
    retry_count INTEGER DEFAULT 0,
    output_path TEXT,
    UNIQUE(publisher, filename)
  );
  CREATE INDEX idx_status ON files(status);
  CREATE INDEX idx_publisher ON files(publisher);`

/** A row with what most rows have. */
export function pythonRow(key: string, more: Partial<PythonRow> = {}): PythonRow {
  const parts = key.split('/')
  const filename = parts.at(-1) ?? ''
  return {
    publisher: parts.length > 1 ? (parts.at(-2) ?? '') : 'P',
    filename,
    s3_key: key,
    file_size: 10,
    file_format: filename.slice(filename.lastIndexOf('.')),
    status: 'pending',
    discovered_at: '2025-01-31 13:45:10.123456',
    started_at: null,
    completed_at: null,
    error_message: null,
    retry_count: 0,
    output_path: null,
    ...more,
  }
}

/** Writes a database as the Python system leaves it. */
export function writePythonDatabase(path: string, rows: Iterable<PythonRow>, schema = PYTHON_SCHEMA): void {
  const database = new SqliteDatabase(path)
  database.exec(schema)
  const insert = database.prepare(
    `INSERT INTO files (publisher, filename, s3_key, file_size, file_format, status, discovered_at, started_at,
      completed_at, error_message, retry_count, output_path)
      VALUES (@publisher, @filename, @s3_key, @file_size, @file_format, @status, @discovered_at, @started_at,
      @completed_at, @error_message, @retry_count, @output_path)`,
  )
  database.transaction(() => {
    for (const row of rows) insert.run(row)
  })()
  database.close()
}

/** A number of rows of every status, as months of work leave them. */
export function* mixedRows(count: number): Generator<PythonRow> {
  for (let i = 0; i < count; i++) {
    const key = `sftp/Publisher${i % 50}/book-${i}.pdf`
    const status = ['completed', 'completed', 'completed', 'pending', 'failed', 'processing', 'skipped'][i % 7] ?? ''
    const isDone = status === 'completed'
    yield pythonRow(key, {
      status,
      started_at: status === 'pending' ? null : '2025-02-01 00:00:00.000001',
      completed_at: isDone ? '2025-02-01 00:10:00.999999' : null,
      output_path: isDone ? `sftp/Publisher${i % 50}/Output XML/book-${i}.zip` : null,
      error_message: status === 'failed' ? 'Conversion failed' : null,
      retry_count: status === 'failed' ? 3 : 0,
    })
  }
}
