import type { FileRecord } from '@rittdoc-batch/core'
import { adviceOn } from './error-advice.ts'
import { type Html, html } from './html.ts'
import { showBytes, showTime } from './show-values.ts'

/** Words for statuses, as the cards have them. */
export const STATUS_WORDS: Readonly<Record<FileRecord['status'], string>> = {
  pending: 'waiting',
  processing: 'in work',
  completed: 'completed',
  failed: 'failed',
  skipped: 'skipped',
}

/** Files, a line each. */
export function fileTable(files: readonly FileRecord[]): Html {
  return html`<div class="wide" role="region" aria-label="Table of books" tabindex="0"><table>
<thead><tr><th scope="col">Book</th><th scope="col">Publisher</th><th scope="col">Status</th>
<th scope="col" class="number">Size</th><th scope="col">When</th></tr></thead>
<tbody>${files.map(row)}</tbody></table></div>`
}

function row(file: FileRecord): Html {
  const { id, key, filename, publisher, status, errorCode, sizeBytes, completedAt, startedAt, discoveredAt } = file
  const why = status === 'failed' ? html` <small class="quiet">${adviceOn(errorCode).cause}</small>` : ''
  return html`<tr><th scope="row"><a href="/files/${id}" title="${key}">${filename}</a></th><td>${publisher}</td>
<td><span class="pill ${status}">${STATUS_WORDS[status]}</span>${why}</td><td class="number">${showBytes(sizeBytes)}</td>
<td>${showTime(status === 'completed' ? completedAt : (startedAt ?? discoveredAt))}</td></tr>`
}
