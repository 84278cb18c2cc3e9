import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { html } from '../page/html.ts'
import { showDistance } from '../page/show-values.ts'
import type { PageContext } from './page-context.ts'

/** What changes something: each needs the token, and comes from our own pages or from a program. */
export function changeRoutes(page: PageContext): Hono {
  const { registry } = page.watched.parts
  const routes = new Hono()
  const allowed = onlyWithToken(page)
  routes.post('/files/:id{[0-9]+}/retry', allowed, async (c) => {
    const id = Number(c.req.param('id'))
    const changed = await registry.change({ ids: [id] }, 'pending')
    return done(
      c,
      page,
      changed === 0 ? 'It is in work, or gone: nothing was changed.' : `Due again: ${whenNext(page)}.`,
    )
  })
  routes.post('/retry', allowed, async (c) => {
    const publisher = await field(c, 'publisher')
    const changed = await registry.change({ status: 'failed', publisher }, 'pending')
    return done(c, page, `${changed} failed book${changed === 1 ? ' is' : 's are'} due again: ${whenNext(page)}.`)
  })
  routes.post('/publishers/:to{pause|resume}', allowed, async (c) => {
    const publisher = await field(c, 'publisher')
    if (publisher === undefined) return c.text('Expected a field "publisher"\n', 400)
    if (c.req.param('to') === 'pause') {
      await registry.pausePublisher(publisher)
      return done(c, page, `${publisher} is paused: books in work finish, no others are begun.`)
    }
    await registry.resumePublisher(publisher)
    return done(c, page, `${publisher} goes on.`)
  })
  return routes
}

function onlyWithToken({ access }: PageContext): MiddlewareHandler {
  return async (c, next) => {
    if (!access.mayChange(c)) return c.text('A token is needed: log in, or send Authorization: Bearer …\n', 401)
    await next()
  }
}

async function field(c: Context, name: string): Promise<string | undefined> {
  const { [name]: value } = await c.req.parseBody()
  return typeof value === 'string' && value !== '' ? value : undefined
}

function whenNext({ watched: { live, parts } }: PageContext): string {
  if (live.run !== undefined) return 'the run that goes on takes it'
  const nextRunAt = parts.scheduler?.nextRunAt
  return nextRunAt === undefined ? 'the next run takes it' : `the next run takes it, ${showDistance(nextRunAt)}`
}

/** Tells what was done: to scripts of our pages a part of the page, to a plain form the page that it came from. */
async function done(c: Context, { watched }: PageContext, text: string): Promise<Response> {
  watched.noteChange()
  if (c.req.header('hx-request') === 'true') {
    c.header('hx-trigger', 'refresh')
    return c.html(html`<p class="banner good">${text}</p>`)
  }
  const from = URL.parse(c.req.header('referer') ?? '')
  if (from?.host === c.req.header('host')) return c.redirect(`${from?.pathname}${from?.search}`, 303)
  return c.text(`${text}\n`)
}
