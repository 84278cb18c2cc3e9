import type { LiveState, RunningAttempt } from '../watch/live-state.ts'
import type { Watched } from '../watch/watched.ts'
import { type Html, html, nothing } from './html.ts'
import { showDistance, showDuration } from './show-values.ts'

const PHASE_WORDS = {
  claimed: 'starting',
  download: 'downloading',
  convert: 'converting',
  verify: 'checking the package',
  publish: 'publishing',
  settle: 'recording',
} as const

/** The part of the overview that changes by the second: what runs now. */
export function runningNow(watched: Watched): Html {
  const { live } = watched
  const { running } = live
  return html`<div class="state">${pill(watched)}<span>${sentence(watched)}</span></div>
${live.outages.map(
  ({ storage, reason, since }) =>
    html`<p class="banner" role="alert"><strong>${storage} is out of order</strong> since ${showDistance(since)}: ${reason}
<br>No books are begun until it answers again; none is lost and none counts as failed.</p>`,
)}
${running.length === 0 ? nothing : html`<ul class="running">${running.map(row)}</ul>`}`
}

function pill(watched: Watched): Html {
  const { live } = watched
  if (live.outages.length > 0) return html`<strong class="pill bad">Storage out of order</strong>`
  if (live.running.length > 0 || live.run !== undefined) return html`<strong class="pill busy">Running</strong>`
  return html`<strong class="pill idle">Idle</strong>`
}

function sentence({ live, parts: { scheduler } }: Watched): string {
  const books = live.running.length
  const parts = [
    books > 0 ? `${books} book${books === 1 ? '' : 's'} in work` : undefined,
    live.scanningSince === undefined ? undefined : 'looking for new books',
    whenNext(live, scheduler?.nextRunAt),
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}

function whenNext({ run }: LiveState, nextRunAt: Date | undefined): string | undefined {
  if (run !== undefined) return `this run began ${showDistance(run.since)}`
  if (nextRunAt === undefined) return 'no schedule here: runs are started by hand or by another program'
  return `next run ${showDistance(nextRunAt)}`
}

function row({ file, attempt, since, phase, fraction, step }: RunningAttempt): Html {
  const percent = fraction === undefined ? undefined : Math.round(fraction * 100)
  const name = `Progress of ${file.filename}`
  const value = percent === undefined ? nothing : html` value="${percent}"`
  return html`<li>
<div class="what"><a id="running-${file.id}" href="/files/${file.id}">${file.filename}</a> <span class="quiet">${file.publisher}</span></div>
<progress max="100"${value} aria-label="${name}"></progress>
<div class="how">${PHASE_WORDS[phase]}${step === undefined ? '' : `: ${step}`}${percent === undefined ? '' : `, ${percent} %`}
<span class="quiet">${showDuration(Date.now() - since.getTime())}${attempt > 1 ? `, attempt ${attempt}` : ''}</span></div>
</li>`
}
