import { errorCode, type FileQuery, type FileRecord, type Registry } from '@rittdoc-batch/core'
import { Hono } from 'hono'
import { readFilter } from '../page/file-filter.ts'
import { filePage } from '../page/file-page.ts'
import { filesFilter, filesPage } from '../page/files-page.ts'
import { html } from '../page/html.ts'
import { layout } from '../page/layout.ts'
import { overview } from '../page/overview.ts'
import { publisherTable } from '../page/publisher-table.ts'
import { runningNow } from '../page/running-now.ts'
import { frameOf, type PageContext, viewerOf } from './page-context.ts'

const FILES_A_PAGE = 50
const SHOWN_FAILURES = 5
const SHOWN_RUNS = 5
/** How long a search may look for names, in milliseconds. */
const SEARCH_MS = 3_000

/** Pages that show something. */
export function lookRoutes(page: PageContext): Hono {
  const { watched } = page
  const { registry } = watched.parts
  const routes = new Hono()
  routes.get('/', async (c) => {
    const [statistics, hours, oldestDue, failures, runs] = await Promise.all([
      watched.statistics.get(),
      watched.hours.get(),
      watched.oldestDue.get(),
      registry.lastFailures(SHOWN_FAILURES),
      registry.lastRuns(SHOWN_RUNS),
    ])
    const above = html`<section id="now" aria-label="Now" hx-sse:connect="/live" hx-trigger="load, every 5s" hx-sync="this:drop"
  hx-swap="innerMorph">${runningNow(watched)}</section>`
    const content = overview({ statistics, hours, oldestDue, failures, runs }, viewerOf(c, page))
    return c.html(layout({ ...frameOf(c, page, 'Overview'), above }, content))
  })
  routes.get('/publishers', async (c) => {
    const { publishers } = await watched.statistics.get()
    const content = html`<h1>Publishers</h1>${publisherTable(publishers, viewerOf(c, page))}`
    return c.html(layout(frameOf(c, page, 'Publishers'), content))
  })
  routes.get('/files', async (c) => {
    const filter = readFilter(c.req.query())
    const found = await findFiles(registry, filter)
    const frame = { ...frameOf(c, page, 'Books'), above: filesFilter(filter), search: filter.search }
    return c.html(layout(frame, filesPage({ filter, ...found }, viewerOf(c, page))))
  })
  routes.get('/files/:id{[0-9]+}', async (c) => {
    const id = Number(c.req.param('id'))
    const [file] = await Array.fromAsync(registry.query({ ids: [id] }))
    if (file === undefined) return c.notFound()
    const content = filePage(file, await registry.attempts(id), viewerOf(c, page))
    return c.html(layout(frameOf(c, page, file.filename), content))
  })
  return routes
}

/** One page of files, newest first, and where the next begins. */
async function findFiles(registry: Registry, query: FileQuery) {
  const files: FileRecord[] = []
  let isPartial = false
  try {
    const signal = AbortSignal.timeout(SEARCH_MS)
    const found = registry.query({ ...query, order: 'newest', limit: FILES_A_PAGE + 1 }, { signal })
    for await (const file of found) files.push(file)
  } catch (error) {
    if (errorCode(error) !== 'aborted') throw error
    isPartial = true
  }
  const shown = files.slice(0, FILES_A_PAGE)
  const isMore = files.length > FILES_A_PAGE || (isPartial && shown.length > 0)
  return { files: shown, next: isMore ? shown.at(-1)?.id : undefined, isPartial }
}
