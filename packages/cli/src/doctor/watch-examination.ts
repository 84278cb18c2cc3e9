import { oneLine } from '../logging/one-line.ts'
import type { Terminal } from '../render/terminal.ts'
import type { Finding, Watcher } from './examination.ts'

const WORDS: Readonly<Record<Finding['verdict'], string>> = { pass: 'pass', warn: 'WARN', fail: 'FAIL' }

/** Shows findings as they come. With `json` they go to stderr, where they are remarks and no result. */
export function watchExamination(terminal: Terminal, json: boolean): Watcher {
  return {
    begun: (check) => terminal.status(`looking at ${check} …`),
    takesLong(check, limitSeconds) {
      if (!terminal.isWatched) terminal.note(`rittdoc-batch: waiting for ${check}, up to ${limitSeconds} s`)
    },
    found(finding) {
      terminal.status('')
      if (json) terminal.note(renderFinding(finding))
      else terminal.print(renderFinding(finding))
    },
  }
}

function renderFinding({ verdict, check, text }: Finding): string {
  return `${WORDS[verdict]}  ${check.padEnd(15)} ${oneLine(text)}`
}
