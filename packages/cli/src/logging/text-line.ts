import { oneLine } from './one-line.ts'

/** Numbers that the logging library gives to its levels, as the words that people grep for. */
const WORDS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARNING',
  50: 'ERROR',
  60: 'CRITICAL',
}

/** A log record as one line of text: `2026-01-31 13:45:10.123 INFO message key=value`. Times are local. */
export function textLine(record: Readonly<Record<string, unknown>>): string {
  const { time, level, msg, ...fields } = record
  const word = (WORDS[Number(level)] ?? String(level)).padEnd(7)
  const tail = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${show(value)}`],
  )
  return [`${localTime(new Date(Number(time)))} ${word} ${oneLine(String(msg ?? ''))}`, ...tail].join(' ')
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const isPlain = typeof value !== 'string' || /^[^\s"=]+$/.test(text)
  return oneLine(isPlain ? text : JSON.stringify(text))
}

function localTime(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
