import { whyNotInstalled } from '../debian-packages.ts'

/** The browser's program. */
export const CHROMIUM = '/usr/bin/chromium'

/**
 * Makes sure that a Chromium is there, installing it where that is possible and not forbidden.
 * @returns why it cannot be used; undefined when it can
 */
export async function whyNoChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the starter knows Linux only'
  return whyNotInstalled({ name: 'Chromium', programs: [CHROMIUM], packages: ['chromium'] })
}
