import { CHROMIUM, missingService, whyNoChromium } from '@rittdoc-batch/test-services'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { TOKEN } from './world.ts'

/** Why the tests in a browser are skipped; undefined when they are not. */
export const whySkipped = await whyNoChromium()
if (whySkipped !== undefined) missingService('Chromium', whySkipped)

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
]

let browser: Promise<Browser> | undefined

/** Ends the browser of a test file. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

/** A page in a browser that knows nothing yet; closed with the test. */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  const context = await (await browser).newContext(options)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(url)
  return page
}

/** Logs in with the token of the tests. */
export async function logIn(page: Page, url: string): Promise<void> {
  await page.goto(new URL('/login', url).href)
  await page.getByLabel('Token').fill(TOKEN)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('button', { name: 'Log out' }).waitFor()
}
