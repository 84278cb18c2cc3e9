import { Hono } from 'hono'
import { reportHealth } from '../health/health.ts'
import type { Readiness } from '../health/readiness.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { PageContext } from './page-context.ts'

/**
 * For programs: `/healthz`, `/readyz` and `/metrics`. Whoever may not read is told the verdict of the first two and
 * nothing else, because probes of other machines seldom have a token.
 */
export function probeRoutes(page: PageContext, readiness: Readiness, metrics: Metrics): Hono {
  const { watched, access } = page
  const routes = new Hono()
  routes.get('/healthz', (c) => {
    const report = reportHealth(watched)
    return c.json(access.mayRead(c) ? report : { status: report.status }, report.status === 'ok' ? 200 : 503)
  })
  routes.get('/readyz', async (c) => {
    const report = await readiness.report()
    return c.json(access.mayRead(c) ? report : { ready: report.ready }, report.ready ? 200 : 503)
  })
  routes.get('/metrics', async (c) => {
    if (!access.mayRead(c)) return c.text('A token is needed: Authorization: Bearer …\n', 401)
    return c.body(await metrics.text(), 200, { 'content-type': metrics.contentType })
  })
  return routes
}
