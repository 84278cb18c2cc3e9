import type { RegistryStatistics } from '@rittdoc-batch/core'
import { actionForm } from './action-form.ts'
import { type Html, html, nothing } from './html.ts'
import { showCount } from './show-values.ts'
import type { Viewer } from './viewer.ts'

type Publisher = RegistryStatistics['publishers'][number]

/** Publishers that most need a look first: those with failed files, then those that wait. */
export function mostPressing(publishers: readonly Publisher[], count: number): Publisher[] {
  const pressing = (a: Publisher, b: Publisher) =>
    b.counts.failed - a.counts.failed ||
    b.counts.processing - a.counts.processing ||
    b.counts.pending - a.counts.pending
  return publishers.toSorted(pressing).slice(0, count)
}

/** Files of publishers by status, with buttons to pause and to resume. */
export function publisherTable(publishers: readonly Publisher[], viewer: Viewer): Html {
  if (publishers.length === 0) return html`<p class="empty">No publisher is known yet. The first run finds them.</p>`
  return html`<div class="wide" role="region" aria-label="Table of publishers" tabindex="0"><table>
<thead><tr><th scope="col">Publisher</th><th scope="col" class="number">Waiting</th><th scope="col" class="number">In work</th>
<th scope="col" class="number">Completed</th><th scope="col" class="number">Failed</th>${viewer.mayChange ? html`<th scope="col"><span class="hidden">Pause</span></th>` : nothing}</tr></thead>
<tbody>${publishers.map((publisher) => row(publisher, viewer))}</tbody></table></div>`
}

function row({ publisher, paused, counts }: Publisher, viewer: Viewer): Html {
  const files = (status?: string) =>
    `/files?${new URLSearchParams({ publisher, ...(status === undefined ? {} : { status }) })}`
  const number = (status: 'pending' | 'processing' | 'completed' | 'failed') => {
    const text = showCount(counts[status])
    const bad = status === 'failed' && counts.failed > 0 ? ' bad' : ''
    return html`<td class="number${bad}">${counts[status] === 0 ? text : html`<a href="${files(status)}">${text}</a>`}</td>`
  }
  return html`<tr><th scope="row"><a href="${files()}">${publisher}</a>${paused ? html` <span class="pill idle">paused</span>` : nothing}</th>
${number('pending')}${number('processing')}${number('completed')}${number('failed')}
${viewer.mayChange ? html`<td>${pauseButton(publisher, paused)}</td>` : nothing}</tr>`
}

function pauseButton(publisher: string, paused: boolean): Html {
  const [to, text] = paused ? (['/publishers/resume', 'Resume'] as const) : (['/publishers/pause', 'Pause'] as const)
  return actionForm({ to, text, label: `${text} ${publisher}`, fields: { publisher } })
}
