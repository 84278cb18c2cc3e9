import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { World } from '../world/world.ts'

const LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [A-Z]+ /

/** Lines of the log that something in a name or a book has begun: those of the log begin with a time and show no control. */
export async function findForgedLines({ folder }: World): Promise<string[]> {
  const lines = (await readFile(join(folder, 'logs/rittdoc.log'), 'utf8')).split('\n')
  return lines
    .filter((line) => line !== '' && (!LINE.test(line) || /\p{Cc}|\p{Bidi_Control}/u.test(line)))
    .map((line) => `a forged line of the log: ${line.slice(0, 200)}`)
}
