import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { html } from '../page/html.ts'
import { layout } from '../page/layout.ts'
import { loginPage } from '../page/login-page.ts'
import { SESSION_COOKIE } from './access.ts'
import { frameOf, type PageContext } from './page-context.ts'

const PROBLEMS = {
  wrong: 'That is not the token.',
  too_many: 'Too many wrong tokens. Wait a minute.',
} as const

/** Logging in with the token, and out. */
export function sessionRoutes(page: PageContext): Hono {
  const { sessions } = page
  const routes = new Hono()
  routes.get('/login', (c) => {
    if (!sessions.hasToken) {
      const text = html`<h1>Log in</h1><p class="banner">There is no token: set <code>monitor.token</code> in the configuration.</p>`
      return c.html(layout(frameOf(c, page, 'Log in'), text))
    }
    return c.html(layout(frameOf(c, page, 'Log in'), loginPage(undefined)))
  })
  routes.post('/login', async (c) => {
    const { token } = await c.req.parseBody()
    const logIn = sessions.logIn(typeof token === 'string' ? token : '')
    if (logIn.result !== 'ok') {
      const status = logIn.result === 'wrong' ? 401 : 429
      return c.html(layout(frameOf(c, page, 'Log in'), loginPage(PROBLEMS[logIn.result])), status)
    }
    const secure = c.req.header('x-forwarded-proto') === 'https'
    const cookie = { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: logIn.seconds, secure } as const
    setCookie(c, SESSION_COOKIE, logIn.session, cookie)
    return c.redirect('/', 303)
  })
  routes.post('/logout', (c) => {
    sessions.logOut(getCookie(c, SESSION_COOKIE))
    deleteCookie(c, SESSION_COOKIE, { path: '/' })
    return c.redirect('/', 303)
  })
  return routes
}
