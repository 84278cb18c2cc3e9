import type { Registry } from '@rittdoc-batch/core'
import { FileRegistry, type FileRegistryOptions, isPostgresUrl, PostgresRegistry } from '@rittdoc-batch/registry'
import type { ConfigFile } from '../config/config-schema.ts'

/** Options of {@link createRegistry}. */
export interface CreateRegistryOptions {
  /** Told while a database of the Python system is taken over. */
  readonly onTakeover?: FileRegistryOptions['onTakeover']
  /** Told when another process does that, or upgrades the database, and has to be waited for. */
  readonly onWait?: FileRegistryOptions['onWait']
}

/** Connections of one process to PostgreSQL at most: a claim, a renewal, a scan, and what ends at the same time. */
const CONNECTIONS = 4

/** The registry that the configuration names, which is all that commands need which only look at it. */
export function createRegistry(
  { registry_db, processing }: ConfigFile,
  { onTakeover, onWait }: CreateRegistryOptions = {},
): Registry {
  const leaseMs = processing.lease_seconds * 1_000
  if (isPostgresUrl(registry_db))
    return new PostgresRegistry({ url: registry_db, leaseMs, maxConnections: CONNECTIONS })
  return new FileRegistry({ path: registry_db, leaseMs, onTakeover, onWait })
}
