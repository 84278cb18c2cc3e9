import type { Statement } from '../database.ts'

/** A publisher that was away may have this many turns more than the others when it comes back. */
const MAY_FALL_BEHIND = 8

const IS_DUE = "status = 'pending' AND version IS NOT NULL AND due_at <= clock.now"
// A subquery for a value, which the planner never turns into a join: without statistics it would read all that is due.
const HAS_DUE = `p.due_hint <= clock.now AND NOT EXISTS (SELECT FROM paused WHERE paused.publisher = p.publisher)
      AND (SELECT true FROM files WHERE storage = p.storage AND publisher = p.publisher AND ${IS_DUE} LIMIT 1)`
const RUNNING = "(SELECT count(*) FROM files WHERE storage = $1 AND publisher = p.publisher AND status = 'processing')"

const CLOCK = 'WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now)'

/** Publishers that have something due, in the order of their turns: one more than there are claims to make. */
const waiting = (limit: number) => `waiting AS MATERIALIZED (
    SELECT p.publisher, p.served FROM publishers AS p, clock WHERE p.storage = $1 AND ${HAS_DUE}
    ORDER BY p.served, p.publisher LIMIT ${limit + 1}
  )`

/** Their rows are locked: who claims at the same time takes those after them, or waits. */
const turns = (limit: number, whenLocked: 'SKIP LOCKED' | '') => `turns AS MATERIALIZED (
    SELECT p.publisher, p.served, ${limit}::bigint AS room FROM publishers AS p, clock WHERE p.storage = $1 AND ${HAS_DUE}
    ORDER BY p.served, p.publisher LIMIT ${limit} FOR UPDATE OF p ${whenLocked}
  )`

/** The next files of those whose turn it is, each in turn. */
const chosen = (limit: number) => `due AS MATERIALIZED (
    SELECT next.id, turns.publisher,
      turns.served + row_number() OVER (PARTITION BY turns.publisher ORDER BY next.due_at, next.id) AS turn
    FROM turns, clock, LATERAL (
      SELECT id, due_at FROM files WHERE storage = $1 AND publisher = turns.publisher AND ${IS_DUE}
      ORDER BY due_at, id LIMIT turns.room FOR UPDATE SKIP LOCKED
    ) AS next
  ),
  chosen AS MATERIALIZED (SELECT id, publisher, turn FROM due ORDER BY turn, publisher LIMIT ${limit})`

/**
 * Takes what is chosen. $2 owner, $3 length of the lease in milliseconds, $4 retries allowed, $5 converter, $6 beginning of
 * the fences.
 */
const TAKEN = `taken AS (
    UPDATE files SET status = 'processing', due_at = NULL, started_at = clock.now, attempt = attempt + 1,
      attempt_id = nextval('attempts_id_seq'), fence = $6 || '/' || files.id, lease_owner = $2,
      lease_until = clock.now + $3 * interval '1 ms', lease_max_retries = $4, phase = 'claimed'
    FROM chosen, clock WHERE files.id = chosen.id
    RETURNING files.*, chosen.turn
  ),
  begun AS (
    INSERT INTO attempts (id, file_id, attempt, version, owner, converter, started_at, outcome, phase)
    SELECT attempt_id, id, attempt, version, lease_owner, $5, started_at, 'running', 'claimed' FROM taken
  ),
  own AS (SELECT publisher, count(*) AS claims FROM taken GROUP BY publisher)`

const counted = (limit: number) => `counted AS (
    UPDATE publishers SET served = GREATEST(publishers.served + own.claims,
      (SELECT served - ${MAY_FALL_BEHIND} FROM waiting ORDER BY served, publisher OFFSET ${limit}))
    FROM own WHERE publishers.storage = $1 AND publishers.publisher = own.publisher
  )`

const RESULT = `SELECT taken.*, (SELECT count(*) FROM waiting) AS waiting FROM (SELECT) AS always LEFT JOIN taken ON true
  ORDER BY turn, taken.publisher`

/** Statements of up to so many claims are prepared, each for itself. */
const PREPARED = 8

/**
 * The number of claims stands in the text: from a parameter the planner would expect a tenth of everything, and would plan
 * anew at every call.
 */
function ofSome(name: string, limit: number, parts: readonly string[]): Statement {
  const text = parts.join(',\n  ') + RESULT
  return limit <= PREPARED ? { name: `${name}-${limit}`, text } : { text, isLong: false }
}

/** Claims without a cap. Parameters: storage, owner, lease, retries, converter, beginning of the fences. */
export function claimStatement(limit: number): Statement {
  const parts = [CLOCK, waiting(limit), turns(limit, 'SKIP LOCKED'), chosen(limit), TAKEN, counted(limit)]
  return ofSome('claim', limit, parts)
}

/** The same, waiting for those who claim at the same time instead of passing their publishers over. */
export function claimWaitingStatement(limit: number): Statement {
  const parts = [CLOCK, waiting(limit), turns(limit, ''), chosen(limit), TAKEN, counted(limit)]
  return ofSome('claim-waiting', limit, parts)
}

/** Locks publishers that have something due and room for it. Parameters: storage, limit, cap. */
export const LOCK_TURNS: Statement = {
  name: 'claim-lock-turns',
  text: `${CLOCK}
    SELECT p.publisher, p.served FROM publishers AS p, clock
    WHERE p.storage = $1 AND ${HAS_DUE} AND ${RUNNING} < $3 ORDER BY p.served, p.publisher LIMIT $2 FOR UPDATE OF p`,
}

/**
 * Claims of locked publishers, up to a cap. Parameters as of {@link claimStatement}, cap, publishers, how often they were
 * served.
 */
export function claimCappedStatement(limit: number): Statement {
  const locked = `turns AS MATERIALIZED (
      SELECT p.publisher, p.served, GREATEST(0, LEAST(${limit}, $7 - ${RUNNING})) AS room
      FROM unnest($8::text[], $9::bigint[]) AS p (publisher, served)
    )`
  return ofSome('claim-capped', limit, [CLOCK, waiting(limit), locked, chosen(limit), TAKEN, counted(limit)])
}

/** Locks the publishers of named files. Parameters: storage, ids. */
export const LOCK_NAMED: Statement = {
  name: 'claim-lock-named',
  text: `SELECT p.publisher FROM publishers AS p
    WHERE p.storage = $1 AND p.publisher IN (SELECT publisher FROM files WHERE id = ANY($2::bigint[]))
    ORDER BY p.publisher FOR UPDATE`,
}

/**
 * Claims named files, the oldest first, whoever published them. Parameters as of {@link claimStatement}, limit, ids, cap
 * (null: none).
 */
export const CLAIM_NAMED: Statement = {
  name: 'claim-named',
  text: `${[
    CLOCK,
    `named AS MATERIALIZED (
      SELECT id, publisher, due_at FROM files AS f, clock WHERE id = ANY($8::bigint[]) AND storage = $1 AND ${IS_DUE}
        AND NOT EXISTS (SELECT FROM paused WHERE paused.publisher = f.publisher)
      ORDER BY due_at, id FOR UPDATE OF f SKIP LOCKED
    )`,
    `chosen AS MATERIALIZED (
      SELECT id, publisher, row_number() OVER (ORDER BY due_at, id) AS turn FROM (
        SELECT *, row_number() OVER (PARTITION BY publisher ORDER BY due_at, id) AS place FROM named
      ) AS p WHERE $9::bigint IS NULL OR place <= $9::bigint - ${RUNNING} ORDER BY due_at, id LIMIT $7
    )`,
    TAKEN,
    `counted AS (
      UPDATE publishers SET served = publishers.served + own.claims
      FROM own WHERE publishers.storage = $1 AND publishers.publisher = own.publisher
    )`,
  ].join(',\n  ')}
  SELECT *, 0 AS waiting FROM taken ORDER BY turn`,
}

/** What was claimed under a fence, by a call of which nobody knows how it ended. Parameter: beginning of the fences. */
export const CLAIMED: Statement = {
  name: 'claim-claimed',
  text: `SELECT *, 0 AS waiting FROM files WHERE status = 'processing' AND starts_with(fence, $1 || '/') ORDER BY id`,
}
