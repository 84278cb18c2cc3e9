import type { Cluster } from '../cluster/cluster.ts'
import { type Finding, findings, type Wrong } from './finding.ts'

/** What must be empty when all books are done and nobody works, with what it means when it is not. */
const EMPTY: readonly (readonly [Wrong, string])[] = [
  ['lost', "SELECT s3_key, status, phase, error_message FROM files WHERE status <> 'completed' OR output_path IS NULL"],
  [
    'doubled',
    `SELECT s3_key, count(*) FROM attempts JOIN files ON files.id = file_id WHERE outcome = 'completed'
      GROUP BY s3_key HAVING count(*) > 1`,
  ],
  ['doubled', "SELECT id, outcome, code, message FROM attempts WHERE outcome NOT IN ('completed', 'lost', 'released')"],
  ['leaked', 'SELECT s3_key, lease_owner FROM files WHERE lease_owner IS NOT NULL'],
  ['leaked', 'SELECT name, owner FROM duties'],
  ['leaked', "SELECT id, file_id FROM attempts WHERE outcome = 'running'"],
]

/** What is wrong with the registry of a cluster when all books should be done and nobody works. */
export async function findPostgresTraces({ ask, packages }: Pick<Cluster, 'ask' | 'packages'>): Promise<Finding[]> {
  const [files] = await ask<{ count: string }>('SELECT count(*) FROM files')
  const isAll = Number(files?.count) === packages.size
  const found = isAll ? [] : findings('lost', [`${files?.count} of ${packages.size} books are known`])
  for (const [wrong, sql] of EMPTY)
    found.push(
      ...findings(
        wrong,
        (await ask(sql)).map((row) => Object.values(row).join(' ')),
      ),
    )
  return found
}
