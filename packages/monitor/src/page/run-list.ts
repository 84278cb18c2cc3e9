import type { RunNote, RunReport } from '@rittdoc-batch/core'
import { type Html, html } from './html.ts'
import { showCount, showDuration, showTime } from './show-values.ts'

/** The newest runs, a line each. */
export function runList(runs: readonly RunNote[]): Html {
  if (runs.length === 0) return html`<p class="empty">No run has ended yet.</p>`
  return html`<div class="wide" role="region" aria-label="Table of runs" tabindex="0"><table>
<thead><tr><th scope="col">Ended</th><th scope="col" class="number">Took</th><th scope="col" class="number">Completed</th>
<th scope="col" class="number">Failed</th><th scope="col" class="number">To be retried</th><th scope="col" class="number">Remarks</th></tr></thead>
<tbody>${runs.map(row)}</tbody></table></div>`
}

function row({ startedAt, finishedAt, report }: RunNote): Html {
  const { completed = 0, failed = 0, retried = 0 } = report as Partial<RunReport>
  const took = showDuration(finishedAt.getTime() - startedAt.getTime())
  return html`<tr><th scope="row">${showTime(finishedAt)}</th><td class="number">${took}</td>
<td class="number">${showCount(completed)}</td><td class="number${failed > 0 ? ' bad' : ''}">${showCount(failed)}</td>
<td class="number">${showCount(retried)}</td><td class="number">${remarks(report as Partial<RunReport>)}</td></tr>`
}

function remarks({ outage, scan, stopped }: Partial<RunReport>): string {
  const errors = scan?.errors?.length ?? 0
  const all = [
    outage === undefined ? undefined : `${outage.storage} was out of order`,
    errors === 0 ? undefined : `${errors} listing${errors === 1 ? '' : 's'} failed`,
    stopped === true ? 'stopped' : undefined,
  ]
  return all.filter((one) => one !== undefined).join(', ')
}
