import type { PlanEntry } from '@rittdoc-batch/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { oneLine } from '../logging/one-line.ts'
import type { CommandContext } from './command-context.ts'
import { withBatch } from './with-batch.ts'

/** Shows what a run would do, a line per file as it is found, and does nothing. */
export async function plan(context: CommandContext): Promise<ExitCode> {
  const { terminal, json } = context
  return withBatch(context, 'automated', async ({ processor }) => {
    const counts = { convert: 0, pass_over: 0, fail: 0 }
    const report = await processor.plan((entry) => {
      counts[entry.action]++
      terminal.print(json ? JSON.stringify(toJson(entry)) : render(entry))
    })
    const text = `${counts.convert} to convert, ${report.unchanged} up to date, ${counts.pass_over} passed over, ${counts.fail} not listed`
    terminal.print(json ? JSON.stringify({ action: 'summary', ...counts, unchanged: report.unchanged }) : text)
    return report.errors.length > 0 ? EXIT.unavailable : EXIT.ok
  })
}

function render(entry: PlanEntry): string {
  if (entry.action === 'fail') return `fail       ${oneLine(entry.publisher ?? '')}: ${oneLine(entry.error.message)}`
  if (entry.action === 'pass_over') {
    return `pass over  ${oneLine(entry.key)} (${entry.detail ? `${entry.reason}: ${entry.detail}` : entry.reason})`
  }
  const { file, isNew, wanted } = entry
  const note = wanted === undefined ? '' : `, because ${oneLine(wanted)} belongs to another file`
  return `convert    ${oneLine(file.key)} -> ${oneLine(file.outputKey)} (${isNew ? 'new' : 'due'}${note})`
}

function toJson(entry: PlanEntry): object {
  return entry.action === 'fail' ? { ...entry, error: entry.error.message } : entry
}
