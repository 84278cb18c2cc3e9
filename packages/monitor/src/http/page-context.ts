import type { Context } from 'hono'
import type { PageFrame } from '../page/layout.ts'
import type { Viewer } from '../page/viewer.ts'
import type { Watched } from '../watch/watched.ts'
import type { Access } from './access.ts'
import type { Sessions } from './sessions.ts'

/** What routes work with. */
export interface PageContext {
  readonly watched: Watched
  readonly access: Access
  readonly sessions: Sessions
  /** Changes with the files that pages refer to. */
  readonly version: string
}

/** Who asks. */
export function viewerOf(c: Context, { access, sessions }: PageContext): Viewer {
  return { mayChange: access.mayChange(c), hasToken: sessions.hasToken }
}

/** The frame of the page that was asked for. */
export function frameOf(c: Context, page: PageContext, title: string): PageFrame {
  const { pathname, search } = new URL(c.req.url)
  return { title, path: `${pathname}${search}`, viewer: viewerOf(c, page), version: page.version }
}
