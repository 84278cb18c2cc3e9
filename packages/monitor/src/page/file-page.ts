import type { AttemptRecord, FileRecord } from '@rittdoc-batch/core'
import { actionForm } from './action-form.ts'
import { adviceOn } from './error-advice.ts'
import { stderrTail } from './failure-list.ts'
import { STATUS_WORDS } from './file-table.ts'
import { type Html, html, nothing } from './html.ts'
import { showBytes, showDuration, showTime, showUtc } from './show-values.ts'
import type { Viewer } from './viewer.ts'

/** Everything that is known of one file. */
export function filePage(file: FileRecord, attempts: readonly AttemptRecord[], viewer: Viewer): Html {
  const { id, filename, status } = file
  const mayRetry = viewer.mayChange && (status === 'failed' || status === 'completed' || status === 'skipped')
  const text = status === 'failed' ? 'Retry' : 'Convert again'
  return html`<div class="title"><h1>${filename}</h1>
${mayRetry ? actionForm({ to: `/files/${id}/retry`, text, label: `${text}: ${filename}` }) : nothing}</div>
${status === 'failed' ? whyFailed(file) : nothing}
<dl class="facts">${facts(file)}</dl>
<section aria-labelledby="history"><h2 id="history">Attempts</h2>
${attempts.length === 0 ? html`<p class="empty">Nobody has worked on it yet.</p>` : html`<ol class="attempts" reversed>${attempts.toReversed().map(attemptEntry)}</ol>`}</section>`
}

function whyFailed({ errorCode, errorMessage }: FileRecord): Html {
  const { cause, cure } = adviceOn(errorCode)
  return html`<div class="banner"><strong>${cause}.</strong> ${errorMessage ?? ''}<br>${cure}</div>`
}

function facts(file: FileRecord): Html[] {
  const known: Record<string, unknown> = {
    Status: html`<span class="pill ${file.status}">${STATUS_WORDS[file.status]}</span>`,
    Publisher: html`<a href="/files?${new URLSearchParams({ publisher: file.publisher })}">${file.publisher}</a>`,
    Key: html`<code>${file.key}</code>`,
    Storage: html`<code>${file.storage}</code>`,
    Size: showBytes(file.sizeBytes),
    Discovered: showUtc(file.discoveredAt),
    Completed: file.completedAt === undefined ? undefined : showUtc(file.completedAt),
    'Due again': file.status === 'pending' && file.dueAt !== undefined ? showTime(file.dueAt) : undefined,
    Retries: file.retryCount === 0 ? undefined : String(file.retryCount),
    Package: html`<code>${file.outputPath ?? `${file.outputKey} (reserved)`}</code>`,
  }
  return Object.entries(known).flatMap(([name, value]) =>
    value === undefined ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`],
  )
}

const OUTCOME_WORDS: Readonly<Record<AttemptRecord['outcome'], readonly [word: string, look: string]>> = {
  running: ['in work', 'processing'],
  completed: ['completed', 'completed'],
  failed: ['failed', 'failed'],
  retry: ['failed, to be retried', 'failed'],
  released: ['given back', 'pending'],
  lost: ['its worker died', 'failed'],
}

function attemptEntry(attempt: AttemptRecord): Html {
  const { id, outcome, phase, startedAt, durationMs, code, message, converter, exitCode, exitSignal } = attempt
  const [word, look] = OUTCOME_WORDS[outcome]
  const took = durationMs === undefined ? '' : ` after ${showDuration(durationMs)}`
  const exit = exitSignal ?? exitCode
  return html`<li><div class="head"><span><span class="pill ${look}">${word}</span> in ${phase}${took}</span>
<span class="quiet">${showUtc(startedAt)}</span></div>
${message === undefined ? nothing : html`<p class="reason"><span class="code">${code ?? ''}</span> ${message}</p>`}
<small class="quiet">${converter}${exit === undefined ? '' : `, exit ${exit}`}, on ${attempt.owner.split('/')[0] ?? ''}</small>
${stderrTail(attempt.stderrTail, String(id))}</li>`
}
