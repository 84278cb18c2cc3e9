import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { closeBrowser, logIn, openPage, whySkipped } from './support/open-page.ts'
import { makeWorld } from './support/world.ts'

/** What axe has against a page, a line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run()
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })
}

interface AxeResult {
  readonly violations: ReadonlyArray<{ readonly id: string; readonly nodes: ReadonlyArray<{ readonly html: string }> }>
}

describe.skipIf(whySkipped !== undefined)('status page in a browser', { timeout: 90_000 }, () => {
  afterAll(closeBrowser)

  test('what runs appears while it runs, and goes by itself when it has ended', async () => {
    const world = await makeWorld()
    const { url } = await world.monitor()
    const page = await openPage(url)
    await page.getByText('Idle', { exact: true }).waitFor()
    await world.put('Acme/Moby Dick.epub', 'hold')
    const run = world.processor.runBatchJob()
    await page.getByText('converting: chapter 5 of 10, 50 %').waitFor()
    const bar = page.getByRole('progressbar', { name: 'Progress of Moby Dick.epub' })
    expect(await bar.getAttribute('value')).toBe('50')
    await page.getByRole('listitem').filter({ hasText: 'In work' }).getByText('1', { exact: true }).waitFor()
    world.letGo()
    await run
    await page.getByText('Idle', { exact: true }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Completed' }).getByText('1', { exact: true }).waitFor()
    expect(await bar.count()).toBe(0)
  })

  test('what happened before the page was connected shows at once', async () => {
    const world = await makeWorld()
    const { url } = await world.monitor()
    const page = await openPage(url)
    const connect = Promise.withResolvers<void>()
    await page.route('**/live', async (route) => {
      await connect.promise
      await route.continue()
    })
    await page.reload()
    await world.put('Acme/a.epub', 'good')
    await world.processor.discoverFiles()
    connect.resolve()
    const waiting = page.getByRole('listitem').filter({ hasText: 'Waiting' })
    await waiting.getByText('1', { exact: true }).waitFor({ timeout: 25_000 }) // by itself the page is read after 30 s
  })

  test('what runs appears though scripts arrive late, one after the other', async () => {
    const world = await makeWorld()
    const { url } = await world.monitor()
    const page = await openPage('about:blank')
    let last: Promise<unknown> = Promise.resolve()
    await page.route('**/assets/*.js*', async (route) => {
      const before = last
      const answered = page.waitForEvent('requestfinished', (request) => request === route.request())
      last = answered.then(() => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100))))
      last.catch(() => {}) // the page may be closed before
      await before
      await route.continue()
    })
    await page.goto(url)
    await world.put('Acme/Moby Dick.epub', 'hold')
    const run = world.processor.runBatchJob()
    await page.getByText('converting: chapter 5 of 10, 50 %').waitFor()
    world.letGo()
    await run
  })

  test('a page whose first connection fails connects again', async () => {
    const world = await makeWorld()
    const { url } = await world.monitor()
    const page = await openPage('about:blank')
    await page.route('**/live', (route) => route.abort(), { times: 1 })
    await page.goto(url)
    await page.getByRole('alert').getByText('The connection is lost.').waitFor()
    await world.put('Acme/Moby Dick.epub', 'hold')
    const run = world.processor.runBatchJob()
    await page.getByText('converting: chapter 5 of 10, 50 %').waitFor()
    await page.getByRole('alert').waitFor({ state: 'hidden' })
    world.letGo()
    await run
  })

  test('a failed book shows why, and is retried from the page', async () => {
    const world = await makeWorld()
    await world.put('Acme/bad.epub', 'bad')
    await world.processor.runBatchJob()
    const { url } = await world.monitor()
    const page = await openPage(url)
    await page.getByText('Chapter 3 is damaged').waitFor()
    expect(await page.getByRole('button', { name: 'Retry bad.epub' }).count()).toBe(0)
    await logIn(page, url)
    await page.getByText('End of stderr').click()
    await page.getByText('fatal: chapter 3 has <no> end').waitFor()
    await world.put('Acme/bad.epub', 'good now')
    await page.getByRole('button', { name: 'Retry bad.epub' }).click()
    await page.getByText('Due again: the next run takes it.').waitFor()
    await page.getByText('No book is failed.').waitFor()
    await world.processor.runBatchJob()
    expect((await world.registry.statistics()).total).toMatchObject({ completed: 1, failed: 0 })
  })

  test('a publisher is paused and goes on', async () => {
    const world = await makeWorld()
    await world.put('R&D "books"/a.epub', 'good')
    await world.processor.discoverFiles()
    const { url } = await world.monitor()
    const page = await openPage(url)
    await logIn(page, url)
    await page.getByRole('button', { name: 'Pause R&D "books"' }).click()
    await page.getByRole('button', { name: 'Resume R&D "books"' }).waitFor()
    expect((await world.processor.processPendingFiles()).completed).toBe(0)
    await page.getByRole('button', { name: 'Resume R&D "books"' }).click()
    await page.getByRole('button', { name: 'Pause R&D "books"' }).waitFor()
    expect((await world.processor.processPendingFiles()).completed).toBe(1)
  })

  test('books are found by name and publisher while one types, and lists have pages', async () => {
    const world = await makeWorld()
    for (let i = 0; i < 60; i++) await world.put(`Acme/Book ${i}.epub`, 'good')
    await world.put('Other/Bücher.epub', 'good')
    await world.processor.discoverFiles()
    const { url } = await world.monitor()
    const page = await openPage(`${url}files`)
    expect(await page.locator('tbody tr').count()).toBe(50)
    await page.getByRole('link', { name: 'Older' }).click()
    await page.waitForURL(/after=/)
    expect(await page.locator('tbody tr').count()).toBe(11)
    await page.getByRole('link', { name: 'Newest' }).click()
    await page.getByLabel('Name contains').fill('BÜCH')
    await page.waitForURL(/search=B/)
    await page.locator('tbody tr').filter({ hasText: 'Bücher.epub' }).waitFor()
    expect(await page.locator('tbody tr').count()).toBe(1)
    await page.getByLabel('Publisher').fill('Acme')
    await page.getByText('No book is found.').waitFor()
    await page.getByLabel('Name contains').fill('')
    await page.locator('tbody tr').nth(49).waitFor()
  })

  test('one book tells the history of its attempts', async () => {
    const world = await makeWorld()
    await world.put('Acme/a.epub', 'bad')
    await world.processor.runBatchJob()
    await world.put('Acme/a.epub', 'good')
    await world.processor.runBatchJob()
    const { url } = await world.monitor()
    const page = await openPage(`${url}files?publisher=Acme`)
    await page.getByRole('link', { name: 'a.epub' }).click()
    const attempts = page.locator('.attempts > li')
    await attempts.nth(1).waitFor()
    expect(await attempts.nth(0).textContent()).toContain('completed')
    expect(await attempts.nth(1).textContent()).toContain('Chapter 3 is damaged')
  })

  test('everything is reached and done with the keyboard alone', async () => {
    const world = await makeWorld()
    await world.put('Acme/bad.epub', 'bad')
    await world.processor.runBatchJob()
    const { url } = await world.monitor()
    const page = await openPage(url)
    await logIn(page, url)
    await page.keyboard.press('Tab')
    expect(await hasFocus(page, 'Skip to the content')).toBe(true)
    await page.keyboard.press('Enter')
    for (let i = 0; i < 30 && !(await hasFocus(page, 'Retry')); i++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Due again').waitFor()
    await page.keyboard.press('/')
    expect(await page.locator(':focus').getAttribute('name')).toBe('search')
    await page.keyboard.type('bad')
    await page.keyboard.press('Enter')
    await page.waitForURL(/files\?search=bad/)
  })

  test('focus and what was opened stay while the page is read again', async () => {
    const world = await makeWorld()
    await world.put('Acme/bad.epub', 'bad')
    await world.processor.runBatchJob()
    const { url } = await world.monitor()
    const page = await openPage(url)
    await page.getByText('End of stderr').click()
    await world.put('Acme/new.epub', 'good')
    await world.processor.runBatchJob()
    await page.getByRole('listitem').filter({ hasText: 'Completed' }).getByText('1', { exact: true }).waitFor()
    expect(await page.getByText('fatal: chapter 3 has <no> end').isVisible()).toBe(true)
    expect(await hasFocus(page, 'End of stderr')).toBe(true)
  })

  test.each([
    { name: 'light and wide', options: { viewport: { width: 1_280, height: 900 } } },
    { name: 'dark and narrow', options: { colorScheme: 'dark' as const, viewport: { width: 390, height: 844 } } },
  ])('axe finds nothing on any page, $name', { timeout: 120_000 }, async ({ options }) => {
    const world = await makeWorld()
    await world.put('Acme/bad.epub', 'bad')
    await world.put('Acme/good.epub', 'good')
    await world.processor.runBatchJob()
    await world.put('Acme/now.epub', 'hold')
    const { url } = await world.monitor()
    const run = world.processor.runBatchJob()
    const page = await openPage(`${url}login`, options)
    expect(await violations(page)).toEqual([])
    await logIn(page, url)
    await page.getByText('chapter 5 of 10').waitFor()
    for (const path of ['', 'files', 'files?search=none', 'files/1', 'publishers', 'nothing']) {
      await page.goto(url + path)
      expect(await violations(page)).toEqual([])
    }
    world.letGo()
    await run
  })

  test('pages ask no other host, run nothing that the policy forbids, and fit a phone', async () => {
    const world = await makeWorld()
    await world.put('A publisher with a name that is long/bad.epub', 'bad')
    await world.processor.runBatchJob()
    const { url } = await world.monitor()
    const page = await openPage('about:blank', { viewport: { width: 360, height: 740 } })
    const told: string[] = []
    page.on('request', (request) => told.push(new URL(request.url()).origin))
    page.on('console', (message) => {
      if (message.type() === 'error') told.push(message.text())
    })
    page.on('pageerror', (error) => told.push(String(error)))
    for (const path of ['', 'files', 'files/1', 'publishers']) {
      await page.goto(url + path)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    }
    expect([...new Set(told)]).toEqual([new URL(url).origin])
  })

  test('a page whose process has gone says that it may be out of date', async () => {
    const world = await makeWorld()
    const { monitor, url } = await world.monitor()
    const page = await openPage(url)
    await page.getByText('Idle', { exact: true }).waitFor()
    await monitor.stop()
    await page.getByText('The connection is lost.').waitFor()
  })
})

async function hasFocus(page: Page, text: string): Promise<boolean> {
  const focused = page.locator(':focus')
  return (await focused.count()) === 1 && (await focused.textContent())?.trim() === text
}
