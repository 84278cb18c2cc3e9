import { toError } from '@rittdoc-batch/core'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import type { Readiness } from '../health/readiness.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { html } from '../page/html.ts'
import { layout } from '../page/layout.ts'
import type { Asset } from './assets.ts'
import { changeRoutes } from './change-routes.ts'
import { liveRoute } from './live-route.ts'
import { lookRoutes } from './look-routes.ts'
import { frameOf, type PageContext } from './page-context.ts'
import { probeRoutes } from './probe-routes.ts'
import { securityHeaders } from './security-headers.ts'
import { sessionRoutes } from './session-routes.ts'

/** Longest body of a request, in bytes: a form with a few fields. */
const BODY_BYTES = 16_384

/** What an app is built from. */
export interface AppParts extends PageContext {
  readonly readiness: Readiness
  readonly metrics: Metrics
  readonly assets: ReadonlyMap<string, Asset>
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal
}

/** Everything that is served. What is not public is read by those only who may. */
export function buildApp(parts: AppParts): Hono {
  const { access, readiness, metrics, assets, stopping, watched } = parts
  const app = new Hono()
  app.use(...securityHeaders(), access.knownHost, bodyLimit({ maxSize: BODY_BYTES }), access.sameSite)
  app.route('/', probeRoutes(parts, readiness, metrics))
  app.get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'))
    if (asset === undefined) return c.notFound()
    return c.body(asset.content, 200, {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })
  app.route('/', sessionRoutes(parts))
  app.use(onlyReaders(parts))
  app.route('/', lookRoutes(parts))
  app.route('/', liveRoute(watched, stopping))
  app.route('/', changeRoutes(parts))
  answerFailures(app, parts)
  return app
}

/** People are asked for the token, programs are told that they need it. */
function onlyReaders({ access }: PageContext): MiddlewareHandler {
  return async (c, next) => {
    if (access.mayRead(c)) return next()
    const isPage = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html')
    return isPage ? c.redirect('/login', 303) : c.text('A token is needed: Authorization: Bearer …\n', 401)
  }
}

function answerFailures(app: Hono, parts: AppParts): void {
  app.notFound((c) => {
    if (!parts.access.mayRead(c)) return c.text('Not found\n', 404)
    const text = html`<h1>Not found</h1><p>There is nothing at this address. <a href="/">Overview</a></p>`
    return c.html(layout(frameOf(c, parts, 'Not found'), text), 404)
  })
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    const text = `Could not read it: ${toError(error).message}`
    if (!parts.access.mayRead(c)) return c.text('Out of order\n', 503)
    return c.html(
      layout(frameOf(c, parts, 'Out of order'), html`<h1>Out of order</h1><p class="banner" role="alert">${text}</p>`),
      503,
    )
  })
}
