import { readdirSync, readFileSync } from 'node:fs'

/** Between two looks: a program that a converter runs lives longer. */
const LOOK_MS = 25

/** Collects what `ps` shows of the processes whose environment speaks of a folder, until it is told to end. */
export function watchCommandLines(folder: string): { end(): Buffer } {
  const seen = new Set<string>()
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc'))
      if (readOf(pid, 'environ').includes(folder)) seen.add(readOf(pid, 'cmdline'))
  }, LOOK_MS)
  return {
    end() {
      clearInterval(timer)
      return Buffer.from([...seen].join('\n'))
    },
  }
}

function readOf(pid: string, file: string): string {
  if (!/^\d+$/.test(pid)) return ''
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // it has ended, or is of somebody else
  }
}
