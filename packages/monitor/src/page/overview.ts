import type { Failure, RegistryStatistics, RunNote } from '@rittdoc-batch/core'
import type { Hour } from '../watch/throughput.ts'
import { failureList } from './failure-list.ts'
import { type Html, html, nothing } from './html.ts'
import { mostPressing, publisherTable } from './publisher-table.ts'
import { runList } from './run-list.ts'
import { showCount, showTime } from './show-values.ts'
import { throughputChart } from './throughput-chart.ts'
import type { Viewer } from './viewer.ts'

/** Publishers on the overview; a page of their own has all. */
const SHOWN_PUBLISHERS = 10

/** What the overview shows. */
export interface OverviewFacts {
  readonly statistics: RegistryStatistics
  readonly failures: readonly Failure[]
  readonly hours: readonly Hour[]
  readonly runs: readonly RunNote[]
  readonly oldestDue: Date | undefined
}

/** The content of the first page, below what runs now. */
export function overview({ statistics, failures, hours, runs, oldestDue }: OverviewFacts, viewer: Viewer): Html {
  const { total, publishers } = statistics
  const isMore = publishers.length > SHOWN_PUBLISHERS
  return html`<h1 class="hidden">Overview</h1>
<ul class="cards" aria-label="Books by status">
${card('Waiting', total.pending, 'pending', oldestDue === undefined ? nothing : html`oldest due ${showTime(oldestDue)}`)}
${card('In work', total.processing, 'processing')}
${card('Completed', total.completed, 'completed')}
${card('Failed', total.failed, 'failed')}
</ul>
<section aria-labelledby="day"><h2 id="day">Last day</h2>${throughputChart(hours)}</section>
<section aria-labelledby="failed"><div class="title"><h2 id="failed">Newest failures</h2>
${total.failed > failures.length ? html`<a href="/files?status=failed">All ${showCount(total.failed)}</a>` : nothing}</div>${failureList(failures, viewer)}</section>
<section aria-labelledby="publishers"><div class="title"><h2 id="publishers">Publishers</h2>
${isMore ? html`<a href="/publishers">All ${showCount(publishers.length)}</a>` : nothing}</div>
${publisherTable(mostPressing(publishers, SHOWN_PUBLISHERS), viewer)}</section>
<section aria-labelledby="runs"><h2 id="runs">Runs</h2>${runList(runs)}</section>`
}

function card(name: string, count: number, status: string, note: Html = nothing): Html {
  const isBad = status === 'failed' && count > 0
  return html`<li class="card${isBad ? ' bad' : ''}"><a href="/files?status=${status}"><span class="name">${name}</span>
<span class="count">${showCount(count)}</span></a><small class="quiet">${note}</small></li>`
}
