/** The documented form of times: UTC, `YYYY-MM-DD HH:MM:SS.ffffff`; sorts as text, and SQLite's own functions read it. */
export function toTimestamp(date: Date): string {
  return `${date.toISOString().slice(0, -1).replace('T', ' ')}000`
}

/** Reads it back, and what `datetime('now')` and ISO writers make. Undefined for null and for what is no time. */
export function fromTimestamp(text: string | null): Date | undefined {
  if (text === null) return undefined
  const iso = text.trim().replace(' ', 'T')
  const date = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
