/** Keys whose null means something. */
const NULLABLE = new Set(['log_file'])

/** The value without keys that are empty: `key:` and `key: ""` mean that it is not set. An empty section is `{}`. */
export function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const kept = Object.entries(value).filter(
    ([key, inner]) => (inner !== null && inner !== '') || (inner === null && NULLABLE.has(key)),
  )
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutEmpty(inner)]))
}
