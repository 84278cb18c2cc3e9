import type { FileRecord } from '@rittdoc-batch/core'
import { actionForm } from './action-form.ts'
import type { FileFilter } from './file-filter.ts'
import { addressOf } from './file-filter.ts'
import { fileTable, STATUS_WORDS } from './file-table.ts'
import { type Html, html, nothing } from './html.ts'
import type { Viewer } from './viewer.ts'

/** A page of files. */
export interface FilesFacts {
  readonly filter: FileFilter
  readonly files: readonly FileRecord[]
  /** Where the next page begins; undefined on the last. */
  readonly next: number | undefined
  /** Whether the search was ended before it had looked at every file. */
  readonly isPartial: boolean
}

/** The filters above the list. They are not read again with it: somebody may be typing. */
export function filesFilter({ search = '', publisher = '', status }: FileFilter): Html {
  const options = Object.entries(STATUS_WORDS).map(
    ([value, word]) => html`<option value="${value}"${value === status ? html` selected` : nothing}>${word}</option>`,
  )
  return html`<h1>Books</h1>
<search aria-label="Books"><form class="filters" action="/files" method="get" hx-get="/files"
  hx-trigger="input delay:400ms, change, submit" hx-target="#content" hx-select="#content" hx-swap="outerHTML" hx-push-url="true" hx-sync="this:replace">
<label>Name contains <input type="search" name="search" value="${search}" autocomplete="off"></label>
<label>Publisher <input type="search" name="publisher" value="${publisher}" autocomplete="off"></label>
<label>Status <select name="status"><option value="">any</option>${options}</select></label>
<button type="submit">Find</button>
</form></search>`
}

/** The list with its pages. */
export function filesPage({ filter, files, next, isPartial }: FilesFacts, viewer: Viewer): Html {
  const found =
    files.length === 0 ? html`<p class="empty">No book is found${isPartial ? ' yet' : ''}.</p>` : fileTable(files)
  return html`${isPartial ? partly() : nothing}${retryAll(filter, files, viewer)}${found}
<nav class="pages" aria-label="Pages of the list">
${filter.after === undefined ? nothing : html`<a href="${addressOf({ ...filter, after: undefined })}">Newest</a>`}
${next === undefined ? nothing : html`<a rel="next" href="${addressOf({ ...filter, after: next })}">Older</a>`}
</nav>`
}

function partly(): Html {
  return html`<p class="banner mild" role="status">The search was ended before it had looked at every book. Go on with
“Older”, or name a publisher as well.</p>`
}

function retryAll({ publisher = '', status, search }: FileFilter, files: readonly FileRecord[], viewer: Viewer): Html {
  if (!viewer.mayChange || status !== 'failed' || search !== undefined || files.length === 0) return nothing
  const which = publisher === '' ? 'all failed books' : `all failed books of ${publisher}`
  const confirm = `Retry ${which}?`
  return actionForm({ to: '/retry', text: `Retry ${which}`, label: `Retry ${which}`, fields: { publisher }, confirm })
}
