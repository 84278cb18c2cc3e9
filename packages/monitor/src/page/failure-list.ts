import type { Failure } from '@rittdoc-batch/core'
import { actionForm } from './action-form.ts'
import { adviceOn } from './error-advice.ts'
import { type Html, html, nothing } from './html.ts'
import { showTime } from './show-values.ts'
import type { Viewer } from './viewer.ts'

/** The files that failed last: why, what to do, the end of what the converter said, and a button to try again. */
export function failureList(failures: readonly Failure[], viewer: Viewer): Html {
  if (failures.length === 0) return html`<p class="empty">No book is failed. Nothing to do.</p>`
  return html`<ul class="failures">${failures.map((failure) => entry(failure, viewer))}</ul>`
}

function entry({ file, attempt }: Failure, viewer: Viewer): Html {
  const { cause, cure } = adviceOn(file.errorCode)
  const retry = { to: `/files/${file.id}/retry`, text: 'Retry', label: `Retry ${file.filename}` }
  return html`<li>
<div class="head"><div><a href="/files/${file.id}">${file.filename}</a> <span class="quiet">${file.publisher}</span></div>
<span class="quiet">${showTime(attempt.finishedAt)}</span></div>
<p class="reason"><span class="code">${file.errorCode ?? 'unknown'}</span> <strong>${cause}.</strong> ${file.errorMessage ?? ''}</p>
<div class="foot"><span class="quiet">${cure}</span>${viewer.mayChange ? actionForm(retry) : nothing}</div>
${stderrTail(attempt.stderrTail, `${attempt.id}`)}
</li>`
}

/** The end of what a converter wrote, to be opened. */
export function stderrTail(tail: string | undefined, id: string): Html {
  if (tail === undefined || tail.trim() === '') return nothing
  return html`<details id="tail-${id}"><summary>End of stderr</summary><pre tabindex="0">${tail.trim()}</pre></details>`
}
