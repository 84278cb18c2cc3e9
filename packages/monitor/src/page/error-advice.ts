import type { ErrorCode } from '@rittdoc-batch/core'

/** What an error code means, and what somebody can do. */
export interface Advice {
  readonly cause: string
  readonly cure: string
}

const LOOK_AT_STORAGE = 'Run "rittdoc-batch doctor"; try again when it passes.'
const REPORT = 'Look at the message and the end of stderr; report it if the book is sound.'

/** For every code what it means to the person who runs this. */
export const ERROR_ADVICE: Readonly<Record<ErrorCode, Advice>> = {
  input: {
    cause: 'The book itself cannot be converted',
    cure: 'Ask the publisher for a sound file; a new upload is taken by itself.',
  },
  invalid_output: {
    cause: 'The package fails its checks',
    cure: 'Read the reasons; correct the converter or the book.',
  },
  timeout: { cause: 'It took longer than allowed', cure: 'Try again, or raise processing.timeout_seconds.' },
  memory: {
    cause: 'The conversion went over its memory',
    cure: 'Raise processing.memory_limit_mb, or convert fewer books at a time.',
  },
  crashed: { cause: 'Its workers died again and again', cure: 'Look at the memory of the machine; try again alone.' },
  transient: { cause: 'The conversion failed for a passing reason', cure: 'Try again.' },
  internal: { cause: 'The converter has a fault', cure: REPORT },
  hook: { cause: 'A hook of the program around it failed', cure: 'Correct the hook, then try again.' },
  config: { cause: 'The configuration cannot work', cure: 'Correct it, then try again.' },
  not_found: { cause: 'The book is gone from the storage', cure: 'Upload it again; it is taken by itself.' },
  denied: { cause: 'The storage refuses our rights', cure: LOOK_AT_STORAGE },
  host_key: { cause: 'The server is not the one we trust', cure: 'Check with its owner, then correct known_hosts.' },
  changed: { cause: 'The book changed while it was read', cure: 'Nothing: the new version is taken by the next run.' },
  exists: { cause: 'Something stands where the package goes', cure: 'Move it away, then try again.' },
  throttled: { cause: 'The storage asks to slow down', cure: 'Lower processing.max_concurrent_jobs, then try again.' },
  unavailable: { cause: 'The storage cannot be reached', cure: LOOK_AT_STORAGE },
  corrupt: { cause: 'Bytes arrived damaged', cure: 'Try again; if it stays so, the stored file is damaged.' },
  full: { cause: 'No space is left', cure: 'Make room on the disk or in the storage, then try again.' },
  unsupported: { cause: 'The storage cannot do this', cure: 'Rename the file, or use another storage.' },
  locked: { cause: 'The registry is locked by another program', cure: 'Find the program that holds it.' },
  readonly: { cause: 'The registry cannot be written', cure: 'Correct the rights of its file and folder.' },
  newer_schema: { cause: 'The registry is of a newer version', cure: 'Install that version.' },
  aborted: { cause: 'It was stopped', cure: 'Nothing: it goes on in the next run.' },
  lease_lost: { cause: 'Another worker took it over', cure: 'Nothing: the other worker settles it.' },
  unknown: { cause: 'The cause is not known', cure: REPORT },
}

/** What a code means; for codes of later versions nothing more than that it failed. */
export function adviceOn(code: ErrorCode | undefined): Advice {
  return ERROR_ADVICE[code ?? 'unknown'] ?? ERROR_ADVICE.unknown
}
