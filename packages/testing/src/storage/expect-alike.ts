import assert from 'node:assert/strict'
import type { StoredObject } from '@rittdoc-batch/core'

/** Some services round the time to the second in one of their answers. */
const TIME_STEP_MS = 1_000

/** Two views of one object must tell the same: key, size and version to the letter, the time to the second. */
export function expectAlike(one: StoredObject, other: StoredObject): void {
  const { modifiedAt, ...facts } = one
  const { modifiedAt: otherTime, ...otherFacts } = other
  assert.deepEqual(facts, otherFacts)
  assert.ok(modifiedAt instanceof Date && otherTime instanceof Date, 'Expected modifiedAt to be a Date')
  const apartMs = Math.abs(modifiedAt.getTime() - otherTime.getTime())
  assert.ok(apartMs <= TIME_STEP_MS, `Expected the same modifiedAt, got ${one.modifiedAt} and ${other.modifiedAt}`)
}
