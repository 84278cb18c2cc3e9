import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

const OWN = ["'self'"]
const NONE = ["'none'"]

/** Nothing inline, nothing from another host, in nobody's frame, kept by no cache. */
export function securityHeaders(): MiddlewareHandler[] {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: NONE,
      ...{ scriptSrc: OWN, styleSrc: OWN, imgSrc: [...OWN, 'data:'], connectSrc: OWN, formAction: OWN },
      ...{ baseUri: NONE, frameAncestors: NONE },
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'same-origin',
    strictTransportSecurity: false, // whoever speaks TLS in front of it says so
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  })
  return [headers, notKept]
}

const notKept: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
}
