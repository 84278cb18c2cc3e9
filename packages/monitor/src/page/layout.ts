import { type Html, html, nothing } from './html.ts'
import type { Viewer } from './viewer.ts'

/** Parts of a page around its content. */
export interface PageFrame {
  readonly title: string
  /** Address of this page with its query, from which its content is read again. */
  readonly path: string
  readonly viewer: Viewer
  /** Changes with the files that the page refers to. */
  readonly version: string
  /** Above the content: what is not read again with it. */
  readonly above?: Html | undefined
  /** What was searched for. */
  readonly search?: string | undefined
}

const HTMX = JSON.stringify({
  includeIndicatorCSS: false,
  morphIgnore: ['data-htmx-powered', 'open'], // what somebody has opened stays open
  sse: { reconnectMaxDelay: 10_000 },
})

/** A whole page. Its content is read again when something has changed, and morphed, so that focus and scroll stay. */
export function layout(frame: PageFrame, content: Html): Html {
  const { title, path, viewer, version, above = nothing, search = '' } = frame
  const asset = (name: string) => `/assets/${name}?v=${version}`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="htmx-config" content="${HTMX}">
<title>${title} · rittdoc-batch</title>
<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${asset('style.css')}">
<script src="${asset('script.js')}" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${header(path, viewer, search)}
<p id="lost" class="banner" role="alert" hidden>The connection is lost. What is shown may be out of date.</p>
<main class="container">
<div id="message" role="status" aria-live="polite"></div>
${above}
<div id="content" tabindex="-1" hx-get="${path}" hx-trigger="refresh from:body, every 30s" hx-select="#content"
  hx-target="#content" hx-swap="outerMorph">
${content}
</div>
</main>
<footer class="container">${footer(viewer)}</footer>
</body>
</html>`
}

function header(path: string, viewer: Viewer, search: string): Html {
  const page = path.split('?')[0]
  const link = (href: string, text: string) =>
    html`<li><a href="${href}"${page === href ? html` aria-current="page"` : nothing}>${text}</a></li>`
  return html`<header class="top"><div class="container">
<a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="24" height="24"> rittdoc-batch</a>
<nav aria-label="Pages"><ul>${link('/', 'Overview')}${link('/files', 'Books')}${link('/publishers', 'Publishers')}</ul></nav>
<search><form class="find" action="/files" method="get">
<input type="search" name="search" value="${search}" placeholder="Find a book" aria-label="Find a book by its name" aria-keyshortcuts="/">
</form></search>
${session(viewer)}
</div></header>`
}

function session({ mayChange, hasToken }: Viewer): Html {
  if (!hasToken) return nothing
  if (!mayChange) return html`<a class="session" href="/login">Log in</a>`
  return html`<form class="session" method="post" action="/logout"><button class="plain">Log out</button></form>`
}

function footer({ mayChange, hasToken }: Viewer): Html {
  if (mayChange) return html`<small>Logged in: you can retry books and pause publishers.</small>`
  if (hasToken)
    return html`<small>You are reading. <a href="/login">Log in</a> with the token to retry books and to pause publishers.</small>`
  return html`<small>You are reading. Set <code>monitor.token</code> in the configuration to retry books and to pause publishers from here.</small>`
}
