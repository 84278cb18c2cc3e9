import type { Hour } from '../watch/throughput.ts'
import { type Html, html, nothing } from './html.ts'
import { showCount } from './show-values.ts'

const STEP = 20
const BAR = 14
const HEIGHT = 100
/** A bar that stands for something can be seen. */
const LEAST = 2

/** Books per hour as bars, and as a table for whoever cannot see them. */
export function throughputChart(hours: readonly Hour[]): Html {
  const completed = sum(hours.map(({ endings }) => endings.completed))
  const failed = sum(hours.map(({ endings }) => endings.failed))
  const most = Math.max(...hours.map(({ endings }) => endings.completed + endings.failed))
  const summary = `In the last ${hours.length} hours ${showCount(completed)} completed and ${showCount(failed)} failed, at most ${showCount(most)} in an hour.`
  return html`<figure class="chart">
<svg viewBox="0 0 ${hours.length * STEP} ${HEIGHT + 22}" role="img" aria-label="${summary}" preserveAspectRatio="none">
<line x1="0" x2="${hours.length * STEP}" y1="${HEIGHT + 0.5}" y2="${HEIGHT + 0.5}" class="axis"></line>
${hours.map((hour, i) => bar(hour, i * STEP + (STEP - BAR) / 2, most))}
</svg>
<div class="scale" aria-hidden="true"><span>${hours.length - 1} h ago</span><span>${Math.floor(hours.length / 2)} h ago</span><span>now</span></div>
<figcaption><span class="key good"></span><strong>${showCount(completed)}</strong> completed
<span class="key bad"></span><strong>${showCount(failed)}</strong> failed · at most ${showCount(most)} in an hour</figcaption>
${tableOf(hours)}
</figure>`
}

function bar({ from, endings: { completed, failed } }: Hour, x: number, most: number): Html {
  const height = (count: number) =>
    count === 0 ? 0 : Math.max(LEAST, Math.round((count / Math.max(1, most)) * HEIGHT))
  const good = height(completed)
  const bad = Math.min(height(failed), HEIGHT)
  const hour = `${from.toISOString().slice(11, 13)}:00 UTC`
  return html`<g><title>${hour}: ${completed} completed, ${failed} failed</title>
<rect x="${x}" y="0" width="${BAR}" height="${HEIGHT}" class="space"></rect>
<rect x="${x}" y="${HEIGHT - good}" width="${BAR}" height="${good}" class="good"></rect>
<rect x="${x}" y="${Math.max(0, HEIGHT - good - bad)}" width="${BAR}" height="${bad}" class="bad"></rect></g>`
}

function tableOf(hours: readonly Hour[]): Html {
  const busy = hours.filter(({ endings }) => endings.completed + endings.failed > 0)
  if (busy.length === 0) return nothing
  return html`<div class="hidden"><table><caption>Books per hour</caption>
<thead><tr><th scope="col">Hour</th><th scope="col">Completed</th><th scope="col">Failed</th></tr></thead>
<tbody>${busy.map(
    ({ from, endings }) =>
      html`<tr><th scope="row">${from.toISOString().slice(0, 13).replace('T', ' ')}:00 UTC</th><td>${endings.completed}</td><td>${endings.failed}</td></tr>`,
  )}</tbody></table></div>`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
