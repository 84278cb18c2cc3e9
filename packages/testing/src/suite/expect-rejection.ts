import assert from 'node:assert/strict'
import { type BatchError, type ErrorCode, isBatchError } from '@rittdoc-batch/core'

/** What a call must reject with. */
export interface Expectation {
  /** Name of the error class, for example `StorageError`. */
  readonly name: string
  /** The codes that are right here. */
  readonly codes: readonly ErrorCode[]
}

/** Waits for a call to reject with an error of the project that has one of the codes. */
export async function expectRejection(call: Promise<unknown>, { name, codes }: Expectation): Promise<BatchError> {
  const wanted = `a ${name} with code ${codes.join(' or ')}`
  const error: unknown = await call.then(
    () => assert.fail(`Expected ${wanted}, but the call succeeded`),
    (thrown) => thrown,
  )
  assert.ok(isBatchError(error), `Expected ${wanted}, got ${error}`)
  assert.equal(error.name, name, `Expected ${wanted}, got ${error.name}: ${error.message}`)
  assert.ok(codes.includes(error.code), `Expected ${wanted}, got code ${error.code}: ${error.message}`)
  assert.notEqual(error.message, '', 'Expected the error to have a message')
  return error
}

/** A signal that has aborted, with a reason that is no error of the project, as callers do it. */
export function abortedSignal(): AbortSignal {
  return AbortSignal.abort(new Error('the caller has stopped'))
}
