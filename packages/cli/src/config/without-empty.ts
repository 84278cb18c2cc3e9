/** Keys whose null means something. */
const NULLABLE = new Set(['log_file'])
/** Keys whose empty text means something: all that lies in the storage, from its root on. */
const MAY_BE_EMPTY = new Set(['input_prefix', 'prefix'])

/** The file's content as it is checked: without keys that are empty, because `key:` and, but for prefixes, `key: ""`
 * mean that it is not set; an empty section is `{}`. */
export function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const kept = Object.entries(value).filter(([key, inner]) =>
    inner === null ? NULLABLE.has(key) : inner !== '' || MAY_BE_EMPTY.has(key),
  )
  return Object.fromEntries(
    kept.map(([key, inner]) => [key, key === 'log_level' ? upperCase(inner) : withoutEmpty(inner)]),
  )
}

/** Levels are words of the log, and people write them as they like. */
function upperCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toUpperCase() : value
}
