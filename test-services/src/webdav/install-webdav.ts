import { whyNotInstalled } from '../debian-packages.ts'

/** The server's program. */
export const LIGHTTPD = '/usr/sbin/lighttpd'

/**
 * Makes sure that a WebDAV server is there, installing it where that is possible and not forbidden. lighttpd, because its
 * PUT and MOVE replace files atomically; others remove what stands at the target first.
 * @returns why it cannot be used; undefined when it can
 */
export async function whyNoWebDav(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the starter knows Linux only'
  return whyNotInstalled({
    name: 'lighttpd with WebDAV',
    programs: [LIGHTTPD, '/usr/lib/lighttpd/mod_webdav.so', '/usr/bin/setpriv'],
    packages: ['lighttpd', 'lighttpd-mod-webdav', 'util-linux'],
  })
}
