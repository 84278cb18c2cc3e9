import type { Finding, VerifyReport } from '@rittdoc-batch/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { oneLine } from '../logging/one-line.ts'
import type { CommandContext } from './command-context.ts'
import { withBatch } from './with-batch.ts'

/** Compares registry and storage, a line per finding as it is found; with `fix` it puts right what can be put right. */
export async function verify(context: CommandContext, { fix }: { readonly fix: boolean }): Promise<ExitCode> {
  const { terminal, json } = context
  return withBatch(context, 'automated', async ({ processor }) => {
    processor.events.on('publisherVerified', ({ done, total }) =>
      terminal.status(`${done} of ${total} publishers compared`),
    )
    const onFinding = (finding: Finding, isRepaired: boolean) =>
      terminal.print(json ? JSON.stringify({ ...finding, isRepaired }) : render(finding, isRepaired))
    const report = await processor.verify(onFinding, { fix }).finally(() => terminal.status(''))
    for (const { publisher, message } of report.errors) {
      terminal.note(`not compared  ${oneLine(publisher ?? 'the publishers')}: ${oneLine(message)}`)
    }
    terminal.print(json ? JSON.stringify({ kind: 'summary', ...report }) : summary(report, fix))
    if (report.errors.length > 0) return EXIT.unavailable
    return countFound(report) > report.repaired ? EXIT.filesFailed : EXIT.ok
  })
}

/** What a repair does, and what it has done. */
const REPAIRS: Readonly<Record<Finding['repair'], readonly [string, string]>> = {
  record: ['would be recorded', 'recorded'],
  convert_again: ['would be converted again', 'due again'],
  remove: ['would be removed', 'removed'],
  none: ['for you to look at', ''],
}

function render({ kind, key, detail, repair }: Finding, isRepaired: boolean): string {
  const [planned, done] = REPAIRS[repair]
  return `${kind.replace('_', ' ').padEnd(14)}  ${oneLine(key)}: ${oneLine(detail)}; ${isRepaired ? done : planned}`
}

function summary(report: VerifyReport, fix: boolean): string {
  const found = countFound(report)
  const { publishers, inputs, outputs, repaired } = report
  const compared = `${inputs} books and ${outputs} packages of ${publishers} publishers compared`
  if (found === 0) return `${compared}: nothing found`
  return fix
    ? `${compared}: ${found} found, ${repaired} put right`
    : `${compared}: ${found} found; --fix puts right what can be`
}

function countFound({ found }: VerifyReport): number {
  return Object.values(found).reduce((sum, count) => sum + count, 0)
}
