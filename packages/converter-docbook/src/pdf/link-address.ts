import { resolveHref } from '../epub/href.ts'

const WEB = /^(www\.|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\/)/i
const MAIL = /^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i

/**
 * The address of a link of a PDF as readers of the package can follow it: also where its author left out `http://` or `mailto:`.
 * Undefined for what runs a script, and for files beside the PDF or on a machine, which a package does not have.
 */
export function linkAddress(written: string): string | undefined {
  const href = resolveHref('', written)
  if (href.kind === 'external') return href.url
  if (href.kind !== 'internal') return undefined
  const address = written.trim().replaceAll(' ', '%20')
  if (WEB.test(address)) return `http://${address}`
  return MAIL.test(address) ? `mailto:${address}` : undefined
}
