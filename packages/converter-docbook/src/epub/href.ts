/** A link as written, resolved. */
export type Href =
  /** A place in the book: `path` in the zip, and the id in it (empty: the file). */
  | { readonly kind: 'internal'; readonly path: string; readonly fragment: string }
  | { readonly kind: 'external'; readonly url: string }
  | { readonly kind: 'data'; readonly url: string }
  /** Not allowed in a package: scripts, files of the author's machine. */
  | { readonly kind: 'refused'; readonly url: string }

const EXTERNAL = /^(https?|mailto|tel|ftps?|sftp|sms|doi|urn|news|geo|callto|skype):/i
const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** Resolves a link written in the file `base` (a path in the zip). */
export function resolveHref(base: string, written: string): Href {
  const href = written.trim().replace(/[\t\r\n]/g, '')
  if (/^data:/i.test(href)) return { kind: 'data', url: href }
  if (EXTERNAL.test(href)) return { kind: 'external', url: href.replaceAll(' ', '%20') }
  if (href.startsWith('//')) return { kind: 'external', url: `https:${href}` }
  if (SCHEME.test(href)) return { kind: 'refused', url: href }
  const [beforeFragment = '', ...rest] = href.split('#')
  const path = beforeFragment.split('?')[0] ?? ''
  const fragment = decodePercent(rest.join('#'))
  return { kind: 'internal', path: path === '' ? base : resolvePath(base, decodePercent(path)), fragment }
}

/** The name in the zip that `path`, written in the file `base`, leads to; it never leads out of the zip. */
export function resolvePath(base: string, path: string): string {
  const steps = path.startsWith('/') ? [] : base.split('/').slice(0, -1)
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}

/** Percent-decodes; what is not valid stays as written. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
  }
}

/** The tree's name for a place in the book. */
export const anchorOf = (path: string, fragment: string): string => (fragment === '' ? path : `${path}#${fragment}`)
