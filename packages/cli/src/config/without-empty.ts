/** Keys whose null means something. */
const NULLABLE = new Set(['log_file'])

/** The file's content as it is checked: without keys that are empty, because `key:` and `key: ""` mean that it is not
 * set; an empty section is `{}`. */
export function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const kept = Object.entries(value).filter(
    ([key, inner]) => (inner !== null && inner !== '') || (inner === null && NULLABLE.has(key)),
  )
  return Object.fromEntries(
    kept.map(([key, inner]) => [key, key === 'log_level' ? upperCase(inner) : withoutEmpty(inner)]),
  )
}

/** Levels are words of the log, and people write them as they like. */
function upperCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toUpperCase() : value
}
