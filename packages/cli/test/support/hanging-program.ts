import { open } from 'node:fs'
import { onStopSignals } from '../../src/process/on-stop-signals.ts'
import { processTerminal } from '../../src/render/terminal.ts'

// A program that does not end when it is told to. With a path it also opens that file, which may hang a thread.
const [, , path] = process.argv
onStopSignals({ terminal: await processTerminal() }, { graceMs: 3_600_000, stop: () => {} })
setInterval(() => {}, 1_000)
if (path !== undefined) open(path, () => {})
console.log('hanging')
